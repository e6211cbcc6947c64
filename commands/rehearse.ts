import { once } from 'node:events';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { environments } from '../environments';
import { exampleEnvironments } from './configuration/choose-environments';
import { Failure } from './failure';
import { CommandFailure, EXIT } from './output/command-failure';
import { createProgram, runCommandLine } from './output/command-line';
import { createOutput, type Output } from './output/output';
import { exampleApp } from './rehearsal/example-app';
import { generatedValues } from './rehearsal/generated-values';
import { showProgress, StepFailure } from './rehearsal/progress';
import { rehearse, type Rehearsal, type RehearsalSettings } from './rehearsal/rehearsal';
import { renderPlaces, renderSummary, summaryData } from './rehearsal/summary';
import { createWorkspace } from './rehearsal/workspace';

interface Options {
  readonly example?: Pick<RehearsalSettings, 'environments' | 'app'>;
  readonly once?: boolean;
  readonly keep?: boolean;
  readonly port?: number;
  readonly json?: boolean;
}

const projectDirectory = resolve(__dirname, '..');

// The AWS SDK reads these when its clients are made. None of them has a say here.
for (const name of Object.keys(process.env).filter((variable) => variable.startsWith('AWS_'))) {
  Reflect.deleteProperty(process.env, name);
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const program = createProgram('npm start --')
  .description(
    'Rehearses an environment without an AWS account: deploys it with the real Terraform and AWS provider into an embedded AWS, ' +
      'sets its parameters, and starts the application as ECS would.',
  )
  .argument('[environment]', 'name of the environment', 'dev')
  .option('--example <name>', 'rehearse an example instead, whose environment is named dev', parseExample)
  .option('--once', 'end after the check, instead of staying until Ctrl-C')
  .option('--keep', 'keep the directory with state, plans and logs')
  .option('--port <port>', 'port of the application (default: a free one)', parsePort)
  .option('--json', 'print the result as JSON on standard output; progress is on standard error')
  .addHelpText(
    'after',
    `
It needs Terraform or OpenTofu 1.11 or later, and one of moto_server, uvx, pipx and Docker. It reaches no AWS account, whatever
credentials and profiles are set, and does not touch the project's own Terraform state.

Exit status: 0 when all steps passed, 1 when one failed, 2 for wrong usage, 130 when it was interrupted before the end.`,
  )
  .action(run);

async function run(environment: string, options: Options): Promise<void> {
  const { example = { environments }, once: endAfterCheck, keep, port, json } = options;
  const output = createOutput(json ?? false);
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  const { signal } = interruption;
  const { step, timings } = showProgress();
  const workspace = await createWorkspace(projectDirectory);
  try {
    await rehearse(
      {
        ...example,
        projectDirectory,
        workspace,
        environment,
        valuesOf: generatedValues,
        environmentVariables: process.env,
        port,
        signal,
      },
      step,
      async (rehearsal) => {
        const directory = keep || !endAfterCheck ? workspace.directory : null;
        output.result(summaryData(rehearsal, timings, directory), `\n${renderSummary(rehearsal, timings, output)}`);
        if (!endAfterCheck) {
          output.note(`\n${renderPlaces(rehearsal, workspace)}\nCtrl-C stops everything.`);
          await stay(rehearsal, signal);
        }
      },
    );
  } catch (error) {
    if (signal.aborted) {
      output.note('Interrupted: everything was stopped.');
      process.exitCode = EXIT.interrupted;
    } else {
      fail(error, output);
    }
  } finally {
    if (keep) {
      output.note(`State, plans and logs are kept in ${workspace.directory}`);
    } else {
      await workspace.remove();
    }
  }
}

/** Until Ctrl-C, or the application ends by itself. */
async function stay({ services }: Rehearsal, signal: AbortSignal): Promise<void> {
  const endings = services.map(async ({ name, ended }) => {
    throw new Failure(`The application of ${name} ended: ${await ended}`, 'Start the rehearsal again.');
  });
  await Promise.race([once(signal, 'abort'), ...endings]);
}

function fail(error: unknown, output: Output): void {
  process.exitCode = EXIT.findings;
  const cause = error instanceof StepFailure ? error.cause : error;
  if (!(cause instanceof CommandFailure)) {
    throw error;
  }
  const step = error instanceof StepFailure ? [`${error.step}: failed`] : [];
  const remedy = cause instanceof Failure ? [cause.remedy] : [];
  output.failure([...step, cause.message, ...remedy].join('\n\n'));
}

function parseExample(name: string): Options['example'] {
  try {
    return { environments: exampleEnvironments(name), app: exampleApp(name) };
  } catch (error) {
    throw error instanceof CommandFailure ? new InvalidArgumentError(error.message) : error;
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
  }
  return port;
}

void runCommandLine(program, process.argv.slice(2));
