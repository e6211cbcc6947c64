import { join } from 'node:path';
import { workloads } from '../../lib/environment/workloads';
import { parseImage } from '../../lib/tasks/image';
import { declaredContainers } from '../../lib/tasks/workload';
import type { PreparedContainer } from '../ecs/agent/prepare-task';
import { freePort } from '../processes/free-port';
import {
  installPackages,
  lacksPackages,
  runToEnd,
  startApplication,
  startContainer,
  waitUntilHealthy,
  type ApplicationSettings,
  type RunningApplication,
} from './application';
import { checkPage } from './check-page';
import { prepareWorkload, type PreparedWorkload, type WorkloadSettings } from './prepare-workload';
import type { Step } from '../cli/progress';
import { awaitedEnd, startOrder } from './start-order';

/** What a container was started with. */
interface RehearsedContainer {
  readonly name: string;
  /** Names of all variables that the container was started with. */
  readonly variables: readonly string[];
  /** Names of those that contain a secret. */
  readonly secretNames: readonly string[];
  readonly files: PreparedContainer['files'];
}

/** A container beside the application. */
export interface RehearsedSidecar extends RehearsedContainer {
  /** `notRun`: its image is another one than the application's, which is all that there is here. */
  readonly outcome: 'started' | 'ended' | 'notRun';
}

interface RehearsedWorkload extends RehearsedContainer {
  readonly taskDefinitionArn: string;
  /** In the order in which they were started. */
  readonly sidecars: readonly RehearsedSidecar[];
}

export interface RehearsedService extends RehearsedWorkload, Omit<RunningApplication, 'stop'> {}

export interface RehearsedTask extends RehearsedWorkload {
  /** What it wrote. */
  readonly output: string;
}

export interface RehearsedWorkloads {
  readonly services: readonly RehearsedService[];
  readonly scheduledTasks: readonly RehearsedTask[];
  readonly tasks: readonly RehearsedTask[];
}

/** Starts every service, and runs every scheduled and one-off task once, each as ECS does with what is deployed. */
export async function runWorkloads(settings: WorkloadSettings, step: Step): Promise<RehearsedWorkloads> {
  const { session, projectDirectory, workspace, processEnvironment, signal } = settings;
  const source = join(projectDirectory, 'app');
  const copy = join(workspace.directory, 'app');
  const directory = lacksPackages(source)
    ? await step("Install the application's packages", () => installPackages(source, copy, processEnvironment, signal))
    : source;
  const services: RehearsedService[] = [];
  const tasks = { scheduledTask: [] as RehearsedTask[], task: [] as RehearsedTask[] };
  for (const workload of workloads(session.environment)) {
    const task = await step(`Resolve the secrets of ${workload.name} as ECS does`, () =>
      prepareWorkload(settings, workload, directory),
    );
    const sidecars: RehearsedSidecar[] = [];
    const stops: (() => Promise<void>)[] = [];
    const { taskDefinitionArn } = task;
    for (const container of startOrder(task.containers)) {
      const described = { ...describe(container), taskDefinitionArn, sidecars };
      if (container.definition.name !== workload.name) {
        const { outcome, stop } = await runSidecar(container, task, step);
        sidecars.push({ ...describe(container), outcome });
        stops.push(...(stop === undefined ? [] : [stop]));
      } else if (workload.kind !== 'service') {
        const output = await step(`Run the task ${workload.name} to its end`, () => runToEnd(task.settings(container)));
        tasks[workload.kind].push({ ...described, output });
      } else {
        const port = servesHttp(container) ? await choosePort(settings, services) : undefined;
        const { stop, ...started } = await step(`Start the application of ${workload.name}`, () =>
          startHealthy(container, task.settings(container), port),
        );
        stops.push(stop);
        const { url } = started;
        if (url !== undefined) {
          await step('Check that its page shows what it requires', () => checkPage(url, container));
        }
        services.push({ ...described, ...started });
      }
    }
    if (workload.kind !== 'service') {
      await Promise.all(stops.map((stop) => stop()));
    } else {
      stops.forEach(settings.atEnd);
    }
  }
  return { services, scheduledTasks: tasks.scheduledTask, tasks: tasks.task };
}

function describe({ definition, variables, secretNames, files }: PreparedContainer): RehearsedContainer {
  return { name: definition.name, variables: Object.keys(variables), secretNames, files };
}

/** What runs of a sidecar is what ECS runs if its image is the application's; there is no other image here. */
async function runSidecar(
  container: PreparedContainer,
  { workload, containers, settings }: PreparedWorkload,
  step: Step,
): Promise<{ outcome: RehearsedSidecar['outcome']; stop?: () => Promise<void> }> {
  const { name, essential } = container.definition;
  const image = declaredContainers(workload).find((declared) => declared.name === name)?.config.image ?? '';
  if (repositoryOf(image) !== repositoryOf(workload.config.image)) {
    return { outcome: 'notRun' };
  }
  const end = awaitedEnd(container.definition, containers);
  if (end !== undefined) {
    const mustSucceed = end === 'SUCCESS';
    await step(`Run the container ${name} of ${workload.name} to its end`, () =>
      runToEnd(settings(container), { mustSucceed }),
    );
    return { outcome: 'ended' };
  }
  const { stop } = await step(`Start the container ${name} of ${workload.name}`, async () => {
    const port = servesHttp(container) ? await freePort() : undefined;
    return essential ? startHealthy(container, settings(container), port) : startContainer(settings(container));
  });
  return { outcome: 'started', stop };
}

/** What listens is healthy when it answers; of anything else, its health check tells. */
async function startHealthy(
  { definition: { healthCheck } }: PreparedContainer,
  settings: ApplicationSettings,
  port: number | undefined,
): Promise<RunningApplication> {
  const started = await startApplication(settings, port);
  if (healthCheck !== undefined && port === undefined) {
    await waitUntilHealthy(settings, healthCheck.command);
  }
  return started;
}

function repositoryOf(image: string): string {
  const { registry, repository } = parseImage(image);
  return `${registry}/${repository}`;
}

/** What the image runs by itself is a web server, whether its port is open or not. */
function servesHttp({ command, entryPoint, definition: { portMappings = [] } }: PreparedContainer): boolean {
  return (command ?? entryPoint) === undefined || portMappings.length > 0;
}

async function choosePort({ port }: WorkloadSettings, started: readonly RehearsedService[]): Promise<number> {
  return port !== undefined && started.every(({ url }) => url === undefined) ? port : freePort();
}
