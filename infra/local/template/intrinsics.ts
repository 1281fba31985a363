import { StartError } from '../start-error.ts';
import { checkIntrinsics, intrinsicName, type KnownIntrinsic } from './known-intrinsics.ts';
import { isList, isObject, textOf, type Json, type JsonObject, type Template } from './template.ts';

/** What the intrinsics ask of the stack around them. */
export interface StackValues {
  /** @returns what `Ref` gives, or `undefined` when nothing of that name exists */
  ref(name: string): Json | undefined;
  /** @returns what `Fn::GetAtt` gives, or `undefined` when the resource or the attribute is unknown */
  attribute(logicalId: string, attribute: string): Json | undefined;
}

/** Resolves the intrinsic functions of one template. */
export interface IntrinsicResolver {
  /**
   * @param where the logical id and type, for the error
   * @returns the value without intrinsics; members that are `AWS::NoValue` are left out
   * @throws StartError naming `where` and the intrinsic that isn't known
   */
  resolve(value: Json, where: string): Json | undefined;
  /** @returns whether the template's condition of that name holds */
  condition(name: string): boolean;
}

type Intrinsic = (argument: Json, where: string) => Json | undefined;

/** The reference to a resource, parameter or pseudo parameter that removes its property. */
const NO_VALUE = 'AWS::NoValue';

const fail = (where: string, problem: string): never => {
  throw new StartError(`${where}: ${problem}`);
};

const pair = (argument: Json, where: string): readonly [Json, Json] =>
  isList(argument) && argument.length === 2
    ? [argument[0] as Json, argument[1] as Json]
    : fail(where, 'an intrinsic expects two arguments');

/** Makes the resolver of a template (CloudFormation's intrinsic function reference). */
export function createIntrinsicResolver(template: Template, stack: StackValues): IntrinsicResolver {
  const ref: Intrinsic = (argument, where) => {
    const name = textOf(argument, `${where}: Ref`);
    if (name === NO_VALUE) return undefined;
    return stack.ref(name) ?? fail(where, `Ref to ${name}, which the local edition can't give`);
  };
  const getAtt: Intrinsic = (argument, where) => {
    const path = isList(argument) ? argument : textOf(argument, where).split('.');
    const [logicalId, ...rest] = path.map((part) => textOf(part, where));
    const attribute = rest.join('.');
    return (
      stack.attribute(logicalId ?? '', attribute) ??
      fail(where, `Fn::GetAtt ${logicalId}.${attribute}, which the local edition can't give`)
    );
  };
  const items = (argument: Json, where: string): readonly Json[] => {
    const resolved = resolve(argument, where);
    return isList(resolved) ? resolved : fail(where, 'an intrinsic expects a list');
  };
  const text = (argument: Json | undefined, where: string): string =>
    textOf(argument === undefined ? undefined : resolve(argument, where), where);
  const substitute: Intrinsic = (argument, where) => {
    const [pattern, variables] = isList(argument)
      ? [textOf(argument[0], where), isObject(argument[1]) ? argument[1] : {}]
      : [textOf(argument, where), {} as JsonObject];
    return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_whole, escaped: string, name: string) => {
      if (escaped !== '') return `\${${name}}`;
      const variable = variables[name];
      if (variable !== undefined) return text(variable, where);
      return textOf(name.includes('.') ? getAtt(name, where) : ref(name, where), where);
    });
  };
  const truth = (argument: Json, where: string): boolean => {
    if (isObject(argument) && typeof argument['Condition'] === 'string') {
      return condition(argument['Condition']);
    }
    const resolved = resolve(argument, where);
    return resolved === true || resolved === 'true';
  };
  const findInMap: Intrinsic = (argument, where) => {
    const [map, top, second] = items(argument, where).map((part) => textOf(part, where));
    const level = template.Mappings?.[map ?? ''];
    const entry = isObject(level) ? level[top ?? ''] : undefined;
    const found = isObject(entry) ? entry[second ?? ''] : undefined;
    return found ?? fail(where, `Fn::FindInMap finds nothing at ${map}, ${top}, ${second}`);
  };

  const intrinsics: Readonly<Record<KnownIntrinsic, Intrinsic>> = {
    Ref: ref,
    'Fn::GetAtt': getAtt,
    'Fn::Sub': substitute,
    'Fn::FindInMap': findInMap,
    'Fn::Join': (argument, where) => {
      const [separator, list] = pair(argument, where);
      return items(list, where)
        .map((part) => textOf(part, where))
        .join(text(separator, where));
    },
    'Fn::Select': (argument, where) => {
      const [index, list] = pair(argument, where);
      return (
        items(list, where)[Number(text(index, where))] ?? fail(where, 'Fn::Select finds nothing')
      );
    },
    'Fn::Split': (argument, where) => {
      const [separator, source] = pair(argument, where);
      return text(source, where).split(text(separator, where));
    },
    'Fn::Base64': (argument, where) => Buffer.from(text(argument, where)).toString('base64'),
    'Fn::If': (argument, where) => {
      const [name, yes, no] = isList(argument) ? argument : [];
      const chosen = condition(textOf(name, where)) ? yes : no;
      return chosen === undefined ? undefined : resolve(chosen, where);
    },
    'Fn::Equals': (argument, where) => {
      const [left, right] = pair(argument, where);
      return JSON.stringify(resolve(left, where)) === JSON.stringify(resolve(right, where));
    },
    'Fn::Not': (argument, where) =>
      !truth(isList(argument) ? (argument[0] as Json) : argument, where),
    'Fn::And': (argument, where) =>
      isList(argument) && argument.every((part) => truth(part, where)),
    'Fn::Or': (argument, where) => isList(argument) && argument.some((part) => truth(part, where)),
  };

  const condition = (name: string): boolean => {
    const definition = template.Conditions?.[name];
    if (definition === undefined) throw new StartError(`the template has no condition ${name}`);
    return truth(definition, `condition ${name}`);
  };

  const resolve = (value: Json, where: string): Json | undefined => {
    if (isList(value)) {
      return value.flatMap((part) => {
        const resolved = resolve(part, where);
        return resolved === undefined ? [] : [resolved];
      });
    }
    if (!isObject(value)) return value;
    const name = intrinsicName(value);
    if (name !== undefined) {
      checkIntrinsics({ [name]: null }, where);
      return intrinsics[name as KnownIntrinsic](value[name] as Json, where);
    }
    const members = Object.entries(value).flatMap(([member, part]): [string, Json][] => {
      const resolved = resolve(part, where);
      return resolved === undefined ? [] : [[member, resolved]];
    });
    return Object.fromEntries(members);
  };

  return { resolve, condition };
}
