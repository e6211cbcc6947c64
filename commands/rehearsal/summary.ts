import type { Output } from '../cli/output';
import type { StepTiming } from '../cli/progress';
import type { Rehearsal } from './rehearsal';
import { renderRoute } from './request-routes';
import type { RehearsedSidecar } from './run-workloads';
import type { Workspace } from './workspace';

type Described = Rehearsal['services' | 'scheduledTasks' | 'tasks'][number];

/** What `npm start` says when everything worked. */
export function renderSummary(rehearsal: Rehearsal, timings: readonly StepTiming[], output: Output): string {
  const { environment, services, scheduledTasks, tasks, routes } = rehearsal;
  const urlOf = (service: string | undefined) => services.find(({ name }) => name === service)?.url;
  const steps = timings.map(({ title, seconds }) => [title, `${seconds.toFixed(1)} s`]);
  return [
    `${environment} was deployed (${total(rehearsal)} resources), and a second diff shows no changes.`,
    ...[...services, ...scheduledTasks, ...tasks].flatMap((task) => [
      ...task.sidecars.map((sidecar) => describeSidecar(sidecar, task.name)),
      describeSecrets(task),
    ]),
    ...[...scheduledTasks, ...tasks].map(({ name }) => `${name} ran to completion.`),
    '',
    output.table(['Step', 'Time'], steps),
    '',
    ...services.map(
      ({ name, url }) => `${name}: ${url === undefined ? 'runs, without a port' : output.paint('bold', url)}`,
    ),
    ...routes.map((route) => renderRoute(route, urlOf(route.service))),
  ].join('\n');
}

const OUTCOMES = {
  started: 'was started',
  ended: 'ran to its end',
  notRun: 'was not run, because only the image of the application is here',
} as const;

function describeSidecar(sidecar: RehearsedSidecar, task: string): string {
  const { name, outcome } = sidecar;
  const secrets = namesOf(sidecar);
  return `${name} of ${task} ${OUTCOMES[outcome]}${secrets === 'none' ? '' : `; its role reads ${secrets}`}.`;
}

function describeSecrets(task: Described): string {
  return `${task.name} received its secrets as they were set: ${namesOf(task)}.`;
}

function namesOf({ secretNames, files }: Pick<Described, 'secretNames' | 'files'>): string {
  const all = [...secretNames, ...files.map(({ variable, mode }) => `${variable} (file, ${mode})`)];
  return all.join(', ') || 'none';
}

/** Where things are, while they are there. */
export function renderPlaces({ embeddedAws, region }: Rehearsal, { directory }: Workspace): string {
  const {
    endpoint,
    version,
    credentials: { accessKeyId, secretAccessKey },
  } = embeddedAws;
  return [
    `The embedded AWS (moto ${version ?? ''}) is at ${endpoint}, and the AWS CLI reaches it with`,
    `  export AWS_ENDPOINT_URL=${endpoint} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `State, plans and logs are in ${directory}`,
  ].join('\n');
}

/** The same for programs. @param directory - if it is not removed at once */
export function summaryData(rehearsal: Rehearsal, timings: readonly StepTiming[], directory: string | null) {
  const { environment, region, embeddedAws, resources, valuesSet, services, scheduledTasks, tasks, routes } = rehearsal;
  const { endpoint, credentials, version, launcher } = embeddedAws;
  const described = ({ taskDefinitionArn, variables, secretNames, files, sidecars }: Described) => ({
    taskDefinitionArn,
    variables,
    secretNames,
    files,
    sidecars,
  });
  return {
    environment,
    region,
    resources: { total: total(rehearsal), byType: resources },
    valuesSet,
    applications: services.map((service) => ({ service: service.name, url: service.url, ...described(service) })),
    scheduledTasks: scheduledTasks.map((task) => ({ task: task.name, ...described(task) })),
    tasks: tasks.map((task) => ({ task: task.name, ...described(task) })),
    routes,
    secondDiff: 'no changes',
    embeddedAws: { endpoint, credentials, version, launcher },
    steps: timings,
    directory,
  };
}

function total({ resources }: Rehearsal): number {
  return Object.values(resources).reduce((sum, count) => sum + count, 0);
}
