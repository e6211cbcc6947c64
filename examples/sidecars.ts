import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { parameter } from '../lib/secrets/secret-source';
import type { SidecarConfig } from '../lib/tasks/sidecar-config';
import { smallEnvironment } from './small-environment';

const image = 'sidecars:1.0.0';

const SETTINGS_FILE = '/settings/settings.json';

/** Runs before the application, for whom it writes a file, and ends. */
const settingsFor = (application: string): SidecarConfig => ({
  image,
  essential: false,
  user: '1000:1000',
  command: [
    'node',
    '--eval',
    'const { LICENSE_KEY, SETTINGS_FILE } = process.env;' +
      "require('node:fs').writeFileSync(SETTINGS_FILE, JSON.stringify({ licensed: LICENSE_KEY !== '' }));",
  ],
  environmentVariables: { SETTINGS_FILE },
  secrets: { LICENSE_KEY: parameter('license-key') },
  writablePaths: [{ path: '/settings', readableBy: [application] }],
});

/**
 * A service of several containers. One prepares a volume and ends before the application starts, one publishes metrics of the healthy
 * application, and one sends their logs to another company. Each has secrets of its own, which the others never see. A scheduled task
 * has such a container before it, too.
 */
export const sidecars: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'sidecars',
  policyExceptions: [
    ...smallEnvironment.policyExceptions,
    {
      rule: 'container-not-root',
      resource: 'web-task/task-definition/metrics',
      reason: 'The image of the agent brings its own user',
    },
    {
      rule: 'container-not-root',
      resource: 'web-task/task-definition/log-router',
      reason: 'The image of Fluent Bit brings its own user',
    },
    {
      rule: 'container-read-only',
      resource: 'web-task/task-definition/metrics',
      reason: 'The agent translates its configuration into files beside its programs',
    },
  ],
  services: {
    web: {
      image,
      size: { cpu: 512, memoryMiB: 1024 },
      desiredCount: 1,
      port: 80,
      user: '1000:1000',
      stopTimeoutSeconds: 60,
      ulimits: { nofile: { soft: 8192, hard: 16_384 } },
      tmpfs: [{ path: '/tmp', sizeMiB: 64 }],
      healthCheck: { command: ['CMD', 'node', 'src/check-health.js'], startPeriodSeconds: 10 },
      dependsOn: { settings: 'SUCCESS' },
      environmentVariables: {
        REQUIRED_VARIABLES: 'SESSION_KEY',
        REQUIRED_FILES: 'SETTINGS_FILE',
        SETTINGS_FILE,
      },
      secrets: { SESSION_KEY: parameter('session-key') },
      taskPermissions: [
        {
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': 'Sidecars/Web' } },
          reason: 'PutMetricData applies to no resource; the condition limits it to one namespace',
        },
      ],
      sidecars: {
        settings: settingsFor('web'),
        metrics: {
          image: 'public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300057.1b1167',
          readonlyRootFilesystem: false, // An exception, of which the reason is below `policyExceptions`.
          cpu: 64,
          memoryMiB: 128,
          dependsOn: { web: 'HEALTHY' },
          environmentVariables: {
            CW_CONFIG_CONTENT: JSON.stringify({
              metrics: { namespace: 'Sidecars/Web', metrics_collected: { statsd: { service_address: ':8125' } } },
            }),
          },
        },
      },
      logRouter: {
        image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0',
        memoryReservationMiB: 50,
        options: { Name: 'datadog', Host: 'http-intake.logs.datadoghq.eu', TLS: 'on', provider: 'ecs' },
        secretOptions: { apikey: parameter('datadog/api-key') },
      },
    },
  },
  scheduledTasks: {
    report: {
      image,
      size: { cpu: 256, memoryMiB: 512 },
      schedule: 'rate(1 day)',
      timeZone: 'Asia/Tokyo',
      user: '1000:1000',
      command: ['node', '--eval', "console.log(require('node:fs').readFileSync(process.env.SETTINGS_FILE, 'utf8'))"],
      environmentVariables: { SETTINGS_FILE },
      dependsOn: { settings: 'SUCCESS' },
      sidecars: { settings: settingsFor('report') },
    },
  },
};
