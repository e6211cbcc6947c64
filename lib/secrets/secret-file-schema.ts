import { matching, text } from '../validation/fields';
import { knownObject } from '../validation/known-object';
import type { SecretFile } from './secret-file';
import { secretSourceSchema } from './secret-source-schema';

export const secretFileSchema = knownObject<SecretFile>({
  source: secretSourceSchema,
  fileName: text(
    matching(
      /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,255}$/,
      'must be a file name of 1 to 255 letters, digits, ".", "-" and "_"',
    ),
  ),
});
