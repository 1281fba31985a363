import { composeMetadata } from '../runtime/compose-metadata.ts';
import { createMetadataHandler } from './metadata-handler.ts';

export const handler = createMetadataHandler(composeMetadata(process.env));
