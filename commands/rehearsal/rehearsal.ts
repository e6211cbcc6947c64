import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { startEmbeddedAws, type EmbeddedAws } from '../embedded-aws/embedded-aws';
import { connect, type Session } from '../stores/session';
import { createCdktf } from './cdktf-process';
import { checkTools } from './check-tools';
import { countResources } from './deployed-resources';
import type { ChooseValues } from './generated-values';
import { createHostedZone, requireRehearsable } from './hosted-zone';
import type { Step } from '../cli/progress';
import { followRequests, type RequestRoute } from './request-routes';
import { runWorkloads, type RehearsedWorkloads } from './run-workloads';
import { checkValues, createExisting, setValues } from './set-values';
import { findStack } from './synthesized-stacks';
import { embeddedClients } from './terraform-override';
import { overrideStacks, type Workspace } from './workspace';

export interface RehearsalSettings {
  readonly projectDirectory: string;
  /** Where everything is written. */
  readonly workspace: Workspace;
  readonly environments: EnvironmentSet;
  /** The program that synthesizes them. @default - that of cdktf.json */
  readonly app?: string;
  /** Name of the environment, which is that of its stack. */
  readonly environment: string;
  readonly valuesOf: ChooseValues;
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** The port of the first service's application. @default - a free one */
  readonly port?: number;
  readonly signal: AbortSignal;
}

/** The outcome of a rehearsal, while all of it is still running. */
export interface Rehearsal extends RehearsedWorkloads {
  readonly environment: string;
  readonly region: string;
  readonly embeddedAws: EmbeddedAws;
  /** How many there are of each type. */
  readonly resources: Readonly<Record<string, number>>;
  /** Names of the parameters and secrets that got a value. */
  readonly valuesSet: readonly string[];
  /** The ways of requests through the load balancer; none without one. */
  readonly routes: readonly RequestRoute[];
  /** As the operator of the embedded AWS. */
  readonly session: Session;
}

type Closer = () => Promise<void> | void;

/**
 * Deploys an environment to an embedded AWS and runs its application as ECS would. Everything is stopped when
 * `whileRunning` is done, or a step fails, or the signal is aborted.
 */
export async function rehearse(
  settings: RehearsalSettings,
  step: Step,
  whileRunning: (rehearsal: Rehearsal) => Promise<void>,
): Promise<void> {
  const closers: Closer[] = [];
  const loss = new AbortController();
  const signal = AbortSignal.any([settings.signal, loss.signal]);
  /** What fails because the embedded AWS is gone says so, instead of what came of that. */
  const stepWithAws: Step = (title, work) =>
    step(title, (report) =>
      work(report).catch((error: unknown) => {
        loss.signal.throwIfAborted();
        throw error;
      }),
    );
  try {
    const rehearsal = await setUp({ ...settings, signal }, stepWithAws, closers, (reason) => loss.abort(reason));
    await whileRunning(rehearsal);
  } finally {
    for (const close of closers.reverse()) {
      await close();
    }
  }
}

async function setUp(
  settings: RehearsalSettings,
  step: Step,
  closers: Closer[],
  onLoss: (reason: CommandFailure) => void,
): Promise<Rehearsal> {
  const { projectDirectory, workspace, environment: name, processEnvironment, valuesOf, signal } = settings;
  // Before anything takes time.
  const environment = findEnvironment(settings.environments, name);
  requireRehearsable(environment);

  const terraform = await step('Check the tools', () => checkTools(processEnvironment, settings.port));

  const cdktf = await createCdktf({
    projectDirectory,
    workspace,
    processEnvironment,
    terraform,
    app: settings.app,
    signal,
  });
  const stack = await step('Synthesize', async () => {
    await cdktf.synth();
    return findStack(await workspace.readStacks(), name);
  });

  const aws = await step('Start the embedded AWS', async () => {
    const { accountId } = stack;
    const started = await startEmbeddedAws({
      processEnvironment,
      accountId,
      logFile: workspace.logFile('embedded-aws'),
      signal,
    });
    closers.push(() => started.stop());
    void started.ended.then((output) =>
      onLoss(
        new CommandFailure(`The embedded AWS ended, and all that was deployed is gone.\n${output}`, {
          exitCode: EXIT.findings,
          remedy: 'Start the rehearsal again. With --keep, the log of the embedded AWS stays.',
        }),
      ),
    );
    return started;
  });
  const session = await connect(environment, embeddedClients(aws, stack.region));

  const resources = await step(`Deploy ${name}`, async (report) => {
    await overrideStacks(workspace, aws);
    await createExisting(session, valuesOf);
    await createHostedZone(environment, aws);
    await cdktf.run('deploy', name, { aws, onLine: reportCreated(report) });
    return countResources(workspace.stateFile(name));
  });

  const valuesSet = await step('Set a value for every parameter and secret', () => setValues(session, valuesOf));
  await step('Check every value as the roles read it', () => checkValues(session));

  const rehearsed = await runWorkloads(
    {
      session,
      endpoint: aws.endpoint,
      projectDirectory,
      processEnvironment,
      port: settings.port,
      workspace,
      signal,
      atEnd: (close) => closers.push(close),
    },
    step,
  );

  const routes =
    environment.loadBalancer === undefined
      ? []
      : await step('Follow requests through the load balancer', () => followRequests(session, aws));

  await step('Check that a second diff is empty', async () => {
    const { output, changes } = await cdktf.diff(name, { aws });
    if (changes.length > 0) {
      throw new CommandFailure(output.trim(), {
        exitCode: EXIT.findings,
        remedy: 'Terraform would make these changes at every deployment.',
      });
    }
  });

  return {
    ...rehearsed,
    environment: name,
    region: stack.region,
    embeddedAws: aws,
    resources,
    valuesSet,
    routes,
    session,
  };
}

function reportCreated(report: (status: string) => void): (line: string) => void {
  let created = 0;
  return (line) => {
    const name = /\(([^()]+)\): Creation complete/.exec(line)?.[1];
    if (name !== undefined) {
      created += 1;
      report(`${created} created, last ${name}`);
    }
  };
}
