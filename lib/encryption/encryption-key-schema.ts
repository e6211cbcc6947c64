import { z } from 'zod';
import { wholeNumber } from '../validation/fields';
import { objectSchema } from '../validation/object-schema';
import type { EncryptionKeyConfig } from './encryption-key-config';

export const encryptionKeySchema = z.union([
  z.literal('aws-managed'),
  objectSchema<EncryptionKeyConfig>({
    rotationPeriodDays: wholeNumber(90, 2560),
    deletionWindowDays: wholeNumber(7, 30),
  }),
]);
