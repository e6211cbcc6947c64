import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
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
import { startEmbeddedAws } from '../commands/embedded-aws/embedded-aws';
import { scrubbedEnvironment } from '../commands/processes/scrubbed-environment';
import { countResources } from '../commands/rehearsal/deployed-resources';
import { createHostedZone } from '../commands/rehearsal/hosted-zone';
import { createWorkspace, overrideStacks } from '../commands/rehearsal/workspace';
import { initializeStack, type StackTerraform } from '../commands/terraform/stack-terraform';
import { findTerraform } from '../commands/terraform/terraform-binary';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { createApp } from '../stacks/create-app';
import { withoutStackTraces } from '../stacks/without-stack-traces';
import { growingEnvironments, OWNER } from './growth/environments';
import { median } from './side-by-side';

const FEW = 3;
const MANY = 30;
const STACKS = 3;

/** In which the plans of all stacks take turns. */
const ROUNDS = 3;

/** How much longer than for the few services a plan without changes, and an apply, may take for ten times as many. */
const BOUNDS = { emptyPlan: 4, apply: 2 };

const EXPLANATION = `
Three deployments, each to an embedded AWS of its own: ${FEW} services in one stack, ${MANY} in one stack, and ${MANY} in ${STACKS} stacks that share a
network and a load balancer. Each service has two parameters and a route. The plans without changes are made in turn, and are medians;
the ratios are what counts. Terraform waits for seconds for some resources, however many there are.`;

/** How long plans and deployments take, and how that grows. */
function runBenchmark(args: readonly string[]): Promise<void> {
  const program = createProgram('npm run bench:deploy --')
    .description('Measure plans and deployments of few and many services in the embedded AWS. Takes ten minutes.')
    .addHelpText('after', EXPLANATION)
    .action((_options: unknown, command: Command) => run(command, benchmark));
  documentExitCodes(program, {
    0: 'measured',
    1: `for ${MANY} services a plan takes more than ${BOUNDS.emptyPlan} times as long as for ${FEW}, or an apply more than ${BOUNDS.apply} times`,
    2: 'could not be measured: usage, or Terraform or moto is missing',
  });
  return runCommandLine(program, args);
}

type Closer = () => Promise<void> | void;

async function benchmark({ output }: CommandContext): Promise<ExitCode> {
  const closers: Closer[] = [];
  try {
    const few = await deploy(FEW, 1, closers, output);
    const many = await deploy(MANY, 1, closers, output);
    const split = await deploy(MANY, STACKS, closers, output);
    const stacks = await planInTurn([...few, ...many, ...split], output);
    const [small, large, ...parts] = stacks;
    if (small === undefined || large === undefined) {
      throw new Error('nothing was deployed');
    }
    const growth = ratios(large, small);
    const gain = {
      plan: large.emptyPlan / Math.max(...parts.map(({ emptyPlan }) => emptyPlan)),
      allPlans: sum(parts.map(({ emptyPlan }) => emptyPlan)) / large.emptyPlan,
      resources: sum(parts.map(({ resources }) => resources)) / large.resources,
    };
    const exceeded = (['emptyPlan', 'apply'] as const).filter((step) => growth[step] > BOUNDS[step]);
    output.result({ stacks, growth, gain, exceeded }, render(output, stacks, growth, gain, exceeded));
    return exceeded.length === 0 ? EXIT.done : EXIT.findings;
  } finally {
    for (const close of closers.reverse()) {
      await close();
    }
  }
}

interface Deployed {
  readonly title: string;
  readonly terraform: StackTerraform;
  readonly services: number;
  readonly resources: number;
  /** Seconds of the first plan, of its apply. */
  readonly plan: number;
  readonly apply: number;
}

interface Measured extends Omit<Deployed, 'terraform'> {
  /** Seconds of a plan that finds nothing to do. */
  readonly emptyPlan: number;
}

/** Of a VPC that is not there yet, for the first synth. */
const NO_VPC = { vpcId: 'vpc-00000000', publicSubnetIds: ['subnet-00000000', 'subnet-00000001'] };

const vpcSchema = z.object({ vpcId: z.string(), publicSubnetIds: z.array(z.string()) });

async function deploy(services: number, stacks: number, closers: Closer[], output: Output): Promise<Deployed[]> {
  const terraform = await findTerraform(process.env);
  const workspace = await createWorkspace(PROJECT_DIRECTORY);
  closers.push(() => workspace.remove());
  const aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: workspace.logFile('embedded-aws') });
  closers.push(() => aws.stop());
  const synth = async (environments: Record<string, EnvironmentConfig>) => {
    withoutStackTraces(() => createApp(environments, { outdir: workspace.outputDirectory }).synth());
    await overrideStacks(workspace, aws);
    return environments;
  };

  let environments = await synth(growingEnvironments(services, stacks, NO_VPC));
  const deployed: Deployed[] = [];
  for (const [name, config] of Object.entries(environments)) {
    const title = `${services / stacks}${stacks === 1 ? '' : ` of ${services}: ${name}`}`;
    output.note(`Services: ${title} …`);
    await createHostedZone(config, aws);
    const stack = await initializeStack({
      projectDirectory: PROJECT_DIRECTORY,
      directory: join(workspace.outputDirectory, 'stacks', name),
      terraform,
      processEnvironment: {
        ...scrubbedEnvironment(process.env),
        TMPDIR: workspace.temporaryDirectory,
        AWS_ENDPOINT_URL: aws.endpoint,
      },
    });
    const plan = await seconds(() => stack.run(['plan', '-input=false', '-out=plan']));
    const apply = await seconds(() => stack.run(['apply', '-input=false', 'plan']));
    const resources = sum(Object.values(await countResources(workspace.stateFile(name))));
    deployed.push({ title, terraform: stack, services: services / stacks, resources, plan, apply });
    if (name === OWNER && stacks > 1) {
      const vpc: unknown = JSON.parse(await stack.run(['output', '-json', 'existing_vpc']));
      environments = await synth(growingEnvironments(services, stacks, vpcSchema.parse(vpc)));
    }
  }
  return deployed;
}

async function planInTurn(deployed: readonly Deployed[], output: Output): Promise<Measured[]> {
  const times = deployed.map((): number[] => []);
  for (let round = 1; round <= ROUNDS; round++) {
    output.note(`Plans without changes, round ${round} of ${ROUNDS} …`);
    for (const [index, { terraform }] of deployed.entries()) {
      times[index]?.push(await seconds(() => terraform.run(['plan', '-input=false', '-detailed-exitcode'])));
    }
  }
  return deployed.map(({ terraform: _stack, ...stack }, index) => ({
    ...stack,
    emptyPlan: median(times[index] ?? []),
  }));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function ratios(large: Measured, small: Measured) {
  return {
    resources: large.resources / small.resources,
    plan: large.plan / small.plan,
    apply: large.apply / small.apply,
    emptyPlan: large.emptyPlan / small.emptyPlan,
  };
}

type Ratios = ReturnType<typeof ratios>;

function render(
  output: Output,
  stacks: readonly Measured[],
  growth: Ratios,
  gain: Readonly<Record<'plan' | 'allPlans' | 'resources', number>>,
  exceeded: readonly string[],
): string {
  const rows = stacks.map(({ title, resources, plan, apply, emptyPlan }) => [
    ...[title, `${resources}`, ...[plan, apply, emptyPlan].map((time) => `${time.toFixed(0)} s`)],
  ]);
  const ratioRow = [growth.resources, growth.plan, growth.apply, growth.emptyPlan].map((ratio) => ratio.toFixed(2));
  return [
    output.table(
      ['services', 'resources', 'first plan', 'apply', 'plan without changes'],
      [...rows, [`ratio of ${MANY} to ${FEW}`, ...ratioRow]],
    ),
    '',
    `In ${STACKS} stacks, the slowest plan is ${gain.plan.toFixed(2)} times as fast as that of one stack; all plans together take ` +
      `${gain.allPlans.toFixed(2)} times as long, for ${gain.resources.toFixed(2)} times as many resources.`,
    '',
    exceeded.length === 0 ? 'All within bounds.' : `Beyond its bound: ${exceeded.join(', ')}.`,
  ].join('\n');
}

void runBenchmark(process.argv.slice(2));
