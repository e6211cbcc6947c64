import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { parameter } from '../lib/secrets/secret-source';
import { smallEnvironment } from './small-environment';

/**
 * Two services side by side, each with a role of its own instead of the sum of what both need: the log shipper can put objects below
 * one prefix of a bucket and do nothing else; the web service can put metrics of one namespace and do nothing else. Neither can read
 * the other's secret.
 */
export const rolePerContainer: EnvironmentConfig = {
  ...smallEnvironment,
  application: 'role_per_container',
  services: {
    'log-shipper': {
      image: 'role_per_container:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 1,
      user: '1000:1000',
      environmentVariables: { REQUIRED_VARIABLES: 'INGEST_TOKEN' },
      secrets: { INGEST_TOKEN: parameter('log-shipper/ingest-token') },
      taskPermissions: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::example-application-logs/web/*'] }],
    },
    web: {
      image: 'role_per_container:1.0.0',
      size: { cpu: 256, memoryMiB: 512 },
      desiredCount: 1,
      port: 80,
      user: '1000:1000',
      environmentVariables: { REQUIRED_VARIABLES: 'SESSION_KEY' },
      secrets: { SESSION_KEY: parameter('web/session-key') },
      taskPermissions: [
        {
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': 'RolePerContainer/Web' } },
          reason: 'PutMetricData applies to no resource; the condition limits it to one namespace',
        },
      ],
    },
  },
};
