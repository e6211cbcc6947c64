import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { build } from 'esbuild';
import { z } from 'zod';
import { EXIT, type ExitCode } from '../commands/cli/command-failure';
import {
  createProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../commands/cli/command-line';
import type { Output } from '../commands/cli/output';
import { PROJECT_DIRECTORY } from '../commands/cli/project-directory';
import { sideBySide } from './side-by-side';

/** Services of one environment, each with two parameters. */
const SIZES = [1, 10, 100, 300, 1000];

/** What a synth may cost at any size, and one more service of a large environment against one of a small environment. */
const BOUNDS = { ratio: 1.5, slope: 1.2 };

const EXPLANATION = `
The first table has the synth of all environments, as the app of cdktf.json runs it, next to the same program in plain JavaScript.
The second has the synth of one environment of up to ${SIZES.at(-1) ?? ''} services, next to a program that makes the same resources with cdktf alone.
All run in turn. Times are medians, with the start of Node.js; the ratios are what counts.`;

/** How long the project's own part of `cdktf synth` takes, and how it grows. */
function runBenchmark(args: readonly string[]): Promise<void> {
  const program = createProgram('npm run bench --')
    .description('Measure how long a synth takes, and how that grows with the number of services. Takes two minutes.')
    .addHelpText('after', EXPLANATION)
    .action((_options: unknown, command: Command) => run(command, benchmark));
  documentExitCodes(program, {
    0: 'measured',
    2: 'could not be measured: usage, or a configuration that cannot be synthesized',
    1: `slower than ${BOUNDS.ratio} times cdktf alone, or a service costs more than ${BOUNDS.slope} times as much in a large environment`,
  });
  return runCommandLine(program, args);
}

async function benchmark({ output }: CommandContext): Promise<ExitCode> {
  // Inside the project, so that the programs find their packages.
  const scratch = mkdtempSync(join(PROJECT_DIRECTORY, '.build-benchmark-'));
  try {
    output.note('The synth of all environments …');
    const all = await measureAllEnvironments(scratch);
    const sizes = await measureGrowth(scratch, output);
    const slopes = [slope(sizes, 10, 100), slope(sizes, 300, 1000)];
    const growth = growthOf(slopes);
    const exceeded = [
      ...sizes.filter(({ ratio }) => ratio > BOUNDS.ratio).map(({ services }) => `the ratio at ${services}`),
      ...(growth.project > BOUNDS.slope ? ['the slope'] : []),
    ];
    output.result(
      { all, sizes, slopes, growth, exceeded },
      [
        output.table(['synth of all environments', 'median', 'ratio'], all.map(renderAll)),
        '',
        output.table(
          ['services', 'project', 'cdktf alone', 'ratio', 'peak memory', 'cdktf alone'],
          sizes.map(renderSize),
        ),
        '',
        output.table(
          ['one more service', 'project', 'cdktf alone'],
          [
            ...slopes.map(({ from, to, project, bare }) => [`from ${from} to ${to}`, ms(project), ms(bare)]),
            ['ratio', growth.project.toFixed(2), growth.bare.toFixed(2)],
          ],
        ),
        '',
        exceeded.length === 0 ? 'All within bounds.' : `Beyond its bound: ${exceeded.join(', ')}.`,
      ].join('\n'),
    );
    return exceeded.length === 0 ? EXIT.done : EXIT.findings;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

interface Program {
  readonly name: string;
  readonly milliseconds: number;
  readonly ratio: number;
}

async function measureAllEnvironments(scratch: string): Promise<Program[]> {
  const { app } = z
    .object({ app: z.string() })
    .parse(JSON.parse(readFileSync(join(PROJECT_DIRECTORY, 'cdktf.json'), 'utf8')));
  const sources = ['main.ts', 'environments/*.ts', 'stacks/*.ts', 'lib/**/*.ts', 'lib/**/*.json'];
  // Each source file on its own, as a TypeScript compiler would leave them.
  await compile({
    entryPoints: sources,
    outdir: scratch,
    outbase: PROJECT_DIRECTORY,
    format: 'cjs',
    loader: { '.json': 'copy' },
  });
  const measured = sideBySide(
    {
      'plain JavaScript': `node ${join(scratch, 'main.js')}`,
      'cdktf.json app': app,
    },
    { rounds: 15, directory: PROJECT_DIRECTORY, env: writingTo(scratch) },
  );
  const floor = measured['plain JavaScript'].milliseconds;
  return Object.entries(measured).map(([name, { milliseconds }]) => ({
    name,
    milliseconds,
    ratio: milliseconds / floor,
  }));
}

interface Size {
  readonly services: number;
  readonly project: Cost;
  readonly bare: Cost;
  readonly ratio: number;
}

interface Cost {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

async function measureGrowth(scratch: string, output: Output): Promise<Size[]> {
  const project = join(scratch, 'growth.js');
  await compile({
    entryPoints: ['benchmarks/growth/project.ts'],
    outfile: project,
    bundle: true,
    packages: 'external',
  });
  const bare = 'benchmarks/growth/bare-cdktf.js';
  requireSameResources(scratch, { project, bare });
  return SIZES.map((services) => {
    output.note(`Services: ${services} …`);
    const measured = sideBySide(
      { bare: `node ${bare} ${services}`, project: `node ${project} ${services}` },
      { rounds: services > 100 ? 5 : 11, directory: PROJECT_DIRECTORY, env: writingTo(scratch) },
    );
    const cost = ({ milliseconds, stdout }: (typeof measured)['bare']) => ({
      milliseconds,
      peakMegabytes: Number(stdout) / 1024,
    });
    return {
      services,
      project: cost(measured.project),
      bare: cost(measured.bare),
      ratio: measured.project.milliseconds / measured.bare.milliseconds,
    };
  });
}

/** @throws Error if the two programs have grown apart */
function requireSameResources(scratch: string, programs: Readonly<Record<'project' | 'bare', string>>): void {
  const [project, bare] = [programs.project, programs.bare].map((program) => {
    sideBySide({ program: `node ${program} 3` }, { rounds: 0, directory: PROJECT_DIRECTORY, env: writingTo(scratch) });
    return resourceShapes(join(scratch, 'out', 'stacks', 'dev', 'cdk.tf.json'));
  });
  if (project !== bare) {
    throw new Error(`bare-cdktf.js has to make what project.ts makes:\n${project ?? ''}\n\n${bare ?? ''}`);
  }
}

/** The type and the arguments of every resource of a stack. */
function resourceShapes(file: string): string {
  const { resource } = z
    .object({ resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(resource)
    .flatMap(([type, resources]) =>
      Object.values(resources).map((resourceArguments) => `${type}: ${Object.keys(resourceArguments).sort().join()}`),
    )
    .sort()
    .join('\n');
}

interface Slope {
  readonly from: number;
  readonly to: number;
  /** Milliseconds for one more service. */
  readonly project: number;
  readonly bare: number;
}

function slope(sizes: readonly Size[], from: number, to: number): Slope {
  const [small, large] = [from, to].map((services) => sizes.find((size) => size.services === services));
  const perService = (of: 'project' | 'bare') =>
    ((large?.[of].milliseconds ?? NaN) - (small?.[of].milliseconds ?? NaN)) / (to - from);
  return { from, to, project: perService('project'), bare: perService('bare') };
}

function growthOf([early, late]: readonly Slope[]): Record<'project' | 'bare', number> {
  const ratio = (of: 'project' | 'bare') => (late?.[of] ?? NaN) / (early?.[of] ?? NaN);
  return { project: ratio('project'), bare: ratio('bare') };
}

function renderAll({ name, milliseconds, ratio }: Program): string[] {
  return [name, ms(milliseconds), ratio.toFixed(2)];
}

function renderSize({ services, project, bare, ratio }: Size): string[] {
  return [
    `${services}`,
    ...[ms(project.milliseconds), ms(bare.milliseconds), ratio.toFixed(2)],
    ...[`${project.peakMegabytes.toFixed(0)} MiB`, `${bare.peakMegabytes.toFixed(0)} MiB`],
  ];
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function writingTo(scratch: string): NodeJS.ProcessEnv {
  return { ...process.env, CDKTF_OUTDIR: join(scratch, 'out') };
}

function compile(options: Parameters<typeof build>[0]) {
  return build({ ...options, absWorkingDir: PROJECT_DIRECTORY, platform: 'node', logLevel: 'warning' });
}

void runBenchmark(process.argv.slice(2));
