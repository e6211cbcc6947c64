import { declaredContainers, type Workload } from '../../../lib/tasks/workload';
import { remedies, trimmed, type Reason } from './reason';

/**
 * What ECS says when a task could not start, or was stopped, for another reason than its secrets, the most specific first.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export const START_REASONS: readonly Reason[] = [
  {
    pattern: /specified log group does not exist|failed to create Cloudwatch log group/i,
    explain: (_, context) => ({
      what: 'Its log group does not exist',
      remedy: `Deploying creates it: ${remedies(context).deploy}`,
    }),
  },
  {
    // Containers of platform 1.4 share the task's network interface with the agent that reads secrets and pulls images.
    pattern:
      /connection issue between the task and|i\/o timeout|context deadline exceeded|waiting for connection|no such host|connection refused|signal: killed|Check your network configuration/i,
    explain: ({ input }, context) => ({
      what: `The task did not reach ${serviceReached(input)}`,
      remedy:
        'In a public subnet it needs a public address (assignPublicIp) and a route to the internet gateway, in a private one a NAT gateway or ' +
        `VPC endpoints; and egress to tcp/443: see network of ${context.environment.name}. Deploying undoes changes by hand: ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /descriptor (?:matching|for) platform\s*'?\{?([\w/]*)|exec format error/,
    explain: ({ input, 1: platform = '' }, { workload }) => ({
      what: `The image ${imageNamed(input, workload)} is built for another CPU architecture${platform === '' ? '' : ` than ${platform}`}`,
      remedy:
        workload.config.cpuArchitecture === 'ARM64'
          ? 'Build the image again with docker build --platform linux/arm64, and push it; or leave out cpuArchitecture.'
          : "Build the image again with docker build --platform linux/amd64, and push it; or set cpuArchitecture to 'ARM64'.",
    }),
  },
  {
    pattern: /toomanyrequests|pull rate limit/i,
    explain: () => ({
      what: 'The image registry refuses more pulls for now',
      remedy: 'Try again later, or copy the image into the account’s own registry.',
    }),
  },
  {
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
    pattern: /perform: (ecr:(?:BatchImportUpstreamImage|CreateRepository))/,
    explain: ({ input, 1: action = '' }, context) => ({
      what: `The execution role may not have ECR fetch the image ${imageNamed(input, context.workload)}: it lacks ${action}`,
      remedy: `Name the prefix of the pull-through cache in \`pullThroughCaches\`, and deploy: ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /perform: (ecr:\w+)|pull access denied|403 Forbidden|role has the permissions to pull|no basic auth/,
    explain: ({ input, 1: action }, context) => ({
      what: `The execution role may not pull the image ${imageNamed(input, context.workload)}${action === undefined ? '' : `: it lacks ${action}`}`,
      remedy: `Deploying grants its permissions: ${remedies(context).deploy}. Registries of others may need a policy, or a login (registryCredentials).`,
    }),
  },
  {
    pattern:
      /manifest unknown|CannotPull.*(?:not found|does not exist|failed to resolve ref)|repository .* not found/is,
    explain: ({ input }, context) => {
      const image = imageNamed(input, context.workload);
      const named = /failed to resolve ref ([^\s:]+(?::[^\s:]+)?(?:@sha256:[0-9a-f]+)?)/.exec(input)?.[1] ?? image;
      return named.endsWith(image)
        ? {
            what: `There is no image ${image}`,
            remedy: `Push it, or correct the tag. This lists what is there: ${remedies(context).images}`,
          }
        : {
            // Of a container that runs before the application.
            what: `There is no image ${named}`,
            remedy: `Check whether its registry still has it: ${remedies(context).inspectImage(named)}`,
          };
    },
  },
  {
    pattern: /CannotPull\w*Error/,
    explain: ({ input }, context) => ({
      what: `The image ${imageNamed(input, context.workload)} could not be pulled`,
      remedy: `See the message of ECS. This lists what is there: ${remedies(context).images}`,
    }),
  },
  {
    pattern: /unable to assume the role '([^']+)'/,
    explain: ({ 1: role = '' }, context) => ({
      what: `ECS may not use the role ${role.replace(/^.*\//, '')}`,
      remedy: `If it was just created, wait a minute and try again. Otherwise deploy: ${remedies(context).deploy}`,
    }),
  },
  {
    pattern:
      /(?:CannotStart|CannotCreate|OCI runtime|runc)[^]*(?:executable file not found|no such file or directory|permission denied)/,
    explain: (_, { workload }) => ({
      what: `The command of ${workload.name} is not in its image, or is not executable`,
      remedy: 'Compare the command that it was started with, declared or given, with the image.',
    }),
  },
  {
    pattern: /OutOfMemory|memory usage/,
    explain: (_, { workload }) => ({
      what: `The container used more than its ${workload.config.size.memoryMiB} MiB of memory`,
      remedy: `Raise \`size\` of ${workload.name}, or find the leak.`,
    }),
  },
  {
    pattern: /failed (?:container|ELB) health checks|is unhealthy/i,
    explain: (_, context) => ({
      what: `${context.workload.name} started, but its health check failed`,
      remedy: `Its log shows why: ${remedies(context).log}. If it only starts slowly, raise \`healthCheck.startPeriodSeconds\`.`,
    }),
  },
  {
    pattern: /Capacity is unavailable|Timeout waiting for .* provisioning/,
    explain: () => ({ what: 'AWS had no capacity for the task at that time', remedy: 'Try again in a few minutes.' }),
  },
  {
    pattern: /reached the limit on the number of ([\w ]+)/,
    explain: ({ 1: limit = '' }) => ({
      what: `The account may not have more ${trimmed(limit).replace(/ you can run.*$/, '')} at the same time`,
      remedy: 'Stop some, or ask AWS for a higher Fargate quota.',
    }),
  },
  {
    pattern: /^Task stopped by user|UserInitiated/m,
    explain: () => ({ what: 'Somebody stopped the task', remedy: 'CloudTrail shows who: look for StopTask.' }),
  },
];

/** Of the images of a task, the one that is spoken of. */
function imageNamed(text: string, workload: Workload): string {
  const images = declaredContainers(workload).map(({ config }) => config.image);
  return images.find((image) => text.includes(image)) ?? workload.config.image;
}

const SERVICES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/from asm|Secrets Manager|secretsmanager\./, 'Secrets Manager'],
  [/from ssm|Systems Manager|ssm\./, 'Parameter Store'],
  [/logger args|CloudWatch/, 'CloudWatch Logs'],
  [/ECR|ecr\.|CannotPull|registry/, 'the image registry'],
];

function serviceReached(text: string): string {
  return SERVICES.find(([pattern]) => pattern.test(text))?.[1] ?? 'AWS';
}
