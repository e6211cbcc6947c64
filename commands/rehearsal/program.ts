import { once } from 'node:events';
import { InvalidArgumentError, type Command } from 'commander';
import type { EnvironmentSet } from '../cli/choose-environments';
import { commandFailure, CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { exampleApp } from './example-app';
import { generatedValues } from './generated-values';
import { showProgress, StepFailure } from '../cli/progress';
import { rehearse, type Rehearsal } from './rehearsal';
import { renderPlaces, renderSummary, summaryData } from './summary';
import { createWorkspace } from './workspace';

interface RehearsalOptions {
  readonly once: boolean;
  readonly keep: boolean;
  readonly port?: number;
}

const PARENT_POLL_MILLISECONDS = 500;

const EXPLANATION = `
It needs Terraform or OpenTofu 1.11 or later, and one of moto_server, uvx, pipx and Docker. It reaches no AWS account, whatever
credentials and profiles are set, and does not touch the project's own Terraform state.`;

/** Rehearses an environment, and sets the exit code of the process. */
export function runRehearsal(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  ignoreAwsVariables();
  const program = createEnvironmentProgram('npm start --', environments)
    .description(
      'Rehearse an environment without an AWS account: deploy it with the real Terraform and AWS provider into an embedded AWS, ' +
        'set its secrets, and start the application as ECS would.',
    )
    .argument('[environment]', 'name of the environment', 'dev')
    .option('--once', 'end when all steps have passed, instead of staying until Ctrl-C', false)
    .option('--keep', 'keep the directory with state, plans and logs', false)
    .option('--port <port>', 'port of the first service (default: a free one)', parsePort)
    .addHelpText('after', EXPLANATION)
    .action((environment: string, _options: unknown, command: Command) =>
      run<RehearsalOptions>(command, (context) => rehearseEnvironment(context, environment)),
    );
  documentExitCodes(program, {
    0: 'all steps passed, also if Ctrl-C ended it afterwards',
    1: 'a step failed',
    2: 'could not be rehearsed: usage, configuration or tools',
  });
  return runCommandLine(program, args);
}

/** The AWS SDK reads these when its clients are made. They must not affect a rehearsal. */
function ignoreAwsVariables(): void {
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith('AWS_'))) {
    Reflect.deleteProperty(process.env, name);
  }
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}

async function rehearseEnvironment(
  { options, environments, output }: CommandContext<RehearsalOptions>,
  environment: string,
): Promise<ExitCode> {
  const { once: endAfterCheck, keep, port } = options;
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort());
  }
  abandonWithParent(interruption);
  const { signal } = interruption;
  const { step, timings } = showProgress();
  const workspace = await createWorkspace(PROJECT_DIRECTORY, keep);
  let exitCode: ExitCode = EXIT.done;
  try {
    await rehearse(
      {
        environments,
        app: environments.example === undefined ? undefined : exampleApp(environments.example),
        projectDirectory: PROJECT_DIRECTORY,
        workspace,
        environment,
        valuesOf: generatedValues,
        processEnvironment: process.env,
        port,
        signal,
      },
      step,
      async (rehearsal) => {
        const directory = keep || !endAfterCheck ? workspace.directory : null;
        output.result(summaryData(rehearsal, timings, directory), `\n${renderSummary(rehearsal, timings, output)}`);
        if (!endAfterCheck) {
          output.note(`\n${renderPlaces(rehearsal, workspace)}\nCtrl-C stops everything.`);
          const ended = await stay(rehearsal, signal);
          if (ended !== undefined) {
            // A note, because the result was given already.
            output.note(`${ended}\nStart the rehearsal again.`);
            exitCode = EXIT.findings;
          }
        }
      },
    );
    return exitCode;
  } catch (error) {
    if (signal.aborted) {
      throw new CommandFailure('Interrupted: everything was stopped.', { exitCode: EXIT.interrupted });
    }
    throw error instanceof StepFailure ? explainStep(error) : error;
  } finally {
    workspace.remove();
    if (keep) {
      output.note(`State, plans and logs are kept in ${workspace.directory}`);
    }
  }
}

/**
 * npm passes a SIGTERM on to the shell that it runs a script in, which ends without passing it on, and a SIGHUP to nobody. What can be
 * seen of it is that this process has another parent. Without npm, that is nothing special: `command &` in a shell that is then closed.
 */
function abandonWithParent(interruption: AbortController): void {
  if (process.env.npm_lifecycle_event === undefined) {
    return;
  }
  const { ppid: parent } = process;
  setInterval(() => {
    if (process.ppid !== parent) {
      interruption.abort();
    }
  }, PARENT_POLL_MILLISECONDS).unref();
}

/** Until Ctrl-C, or until an application or the embedded AWS ends. Returns which one did, and why. */
function stay({ services, embeddedAws }: Rehearsal, signal: AbortSignal): Promise<string | undefined> {
  const endings = [
    ...services.map(async ({ name, ended }) => `The application of ${name} ended: ${await ended}`),
    embeddedAws.ended.then((output) => `The embedded AWS ended: ${output}`),
  ];
  return Promise.race([once(signal, 'abort').then(() => undefined), ...endings]);
}

function explainStep({ step, cause }: StepFailure): CommandFailure {
  const { message, exitCode, remedy } = commandFailure(cause);
  return new CommandFailure(`${step}: failed\n\n${message}${remedy === undefined ? '' : '\n'}`, { exitCode, remedy });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
  }
  return port;
}
