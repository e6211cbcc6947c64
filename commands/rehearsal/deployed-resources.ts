import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const stateSchema = z.object({
  resources: z.array(
    z.object({ mode: z.enum(['managed', 'data']), type: z.string(), instances: z.array(z.unknown()) }),
  ),
});

/** How many resources of each type a state contains. */
export async function countResources(stateFile: string): Promise<Record<string, number>> {
  const { resources } = stateSchema.parse(JSON.parse(await readFile(stateFile, 'utf8')));
  const counts: Record<string, number> = {};
  for (const { mode, type, instances } of resources) {
    if (mode === 'managed') {
      counts[type] = (counts[type] ?? 0) + instances.length;
    }
  }
  return counts;
}
