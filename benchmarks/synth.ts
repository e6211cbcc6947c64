import { execSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Table from 'cli-table3';
import { build } from 'esbuild';
import { z } from 'zod';

/**
 * How long the project's own part of a synth of all environments takes, as `cdktf synth` runs it (`app` in cdktf.json: from
 * TypeScript), against the same program in plain JavaScript. Side by side in one run, in turn, so that what else the machine does
 * falls on both; the ratio of the medians is what counts.
 */
const ROUNDS = 15;

async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const { app } = z.object({ app: z.string() }).parse(JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')));
  // Inside the project, so that the program finds its packages.
  const scratch = mkdtempSync(join(root, '.build-benchmark-'));
  try {
    await writePlainJavaScript(root, scratch);
    const candidates = [
      { name: 'plain JavaScript', command: `node ${join(scratch, 'main.js')}` },
      { name: 'cdktf.json app', command: app },
      { name: 'tsx main.ts, for comparison', command: 'node_modules/.bin/tsx main.ts' },
    ].map((candidate) => ({ ...candidate, milliseconds: [] as number[] }));

    for (let round = 0; round <= ROUNDS; round++) {
      for (const { command, milliseconds } of candidates) {
        const start = performance.now();
        execSync(command, { cwd: root, env: { ...process.env, CDKTF_OUTDIR: join(scratch, 'out') } });
        // The first round fills the caches of the file system.
        if (round > 0) {
          milliseconds.push(performance.now() - start);
        }
      }
    }

    const floor = median(candidates[0]?.milliseconds ?? []);
    const table = new Table({
      head: ['synth of all environments', 'median', 'ratio'],
      style: { head: [], border: [] },
    });
    for (const { name, milliseconds } of candidates) {
      table.push([name, `${median(milliseconds).toFixed(0)} ms`, (median(milliseconds) / floor).toFixed(2)]);
    }
    console.log(table.toString());
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Each source file on its own, as a TypeScript compiler would leave them. */
async function writePlainJavaScript(root: string, outdir: string): Promise<void> {
  await build({
    entryPoints: ['main.ts', 'environments/*.ts', 'stacks/*.ts', 'lib/**/*.ts'].map((pattern) => join(root, pattern)),
    outdir,
    outbase: root,
    format: 'cjs',
    platform: 'node',
    logLevel: 'warning',
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

void main();
