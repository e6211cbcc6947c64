import { z } from 'zod';
import { wholeNumber } from '../validation/fields';
import { knownObject } from '../validation/known-object';
import type { EncryptionKeyConfig } from './encryption-key-config';

export const encryptionKeySchema = z.union([
  z.literal('aws-managed'),
  knownObject<EncryptionKeyConfig>({
    rotationPeriodDays: wholeNumber(90, 2560),
    deletionWindowDays: wholeNumber(7, 30),
  }),
]);
