import { composeIntrospect } from '../runtime/compose-introspect.ts';
import { createIntrospectHandler } from './introspect-handler.ts';

export const handler = createIntrospectHandler(composeIntrospect(process.env));
