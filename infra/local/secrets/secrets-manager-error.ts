/** The errors that this Secrets Manager gives, by AWS's names. */
export type SecretsManagerErrorCode =
  | 'ResourceNotFoundException'
  | 'ResourceExistsException'
  | 'InvalidParameterException'
  | 'InvalidRequestException'
  | 'UnknownOperationException';

/** A refusal in Secrets Manager's words. */
export class SecretsManagerError extends Error {
  override readonly name = 'SecretsManagerError';
  readonly code: SecretsManagerErrorCode;

  constructor(code: SecretsManagerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
