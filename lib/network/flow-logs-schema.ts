import { z } from 'zod';
import { LOG_RETENTION_DAYS } from '../aws/log-retention';
import { objectSchema } from '../validation/object-schema';
import type { FlowLogsConfig } from './flow-logs-config';

export const flowLogsSchema = objectSchema<FlowLogsConfig>({
  traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']),
  retentionDays: z.literal(LOG_RETENTION_DAYS),
});
