import { composeDocs } from '../runtime/compose-docs.ts';
import { createDocsHandler } from './docs-handler.ts';

export const handler = createDocsHandler(composeDocs(process.env, import.meta.dirname));
