const METHOD_ARN =
  /^(arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[A-Za-z0-9]+\/[A-Za-z0-9_-]+)\/[A-Z]+\//;

/**
 * Takes the stage's ARN from the gateway's own word. What follows in a method's ARN is the caller's
 * path and no part of a policy.
 *
 * @param methodArn `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`
 * @returns the part up to the stage
 * @throws Error when it is none
 */
export function stageArnOf(methodArn: string): string {
  const stageArn = METHOD_ARN.exec(methodArn)?.[1];
  if (stageArn === undefined) throw new Error('the event has no method ARN of a REST API');
  return stageArn;
}
