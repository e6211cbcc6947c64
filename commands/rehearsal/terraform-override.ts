import { awsClients, type AwsClients } from '../aws/aws-clients';
import type { SynthesizedStack } from './synthesized-stacks';

/**
 * The services that the stacks use, by the provider's names; a test compares them with the resources of the stacks. One that is missing
 * would still be led to the embedded AWS, by the AWS_ENDPOINT_URL that Terraform is run with.
 */
const SERVICES = [
  'cloudwatch',
  'ec2',
  'ecs',
  'events',
  'iam',
  'kms',
  'logs',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
];

/** Accepted by the embedded AWS, as anything is, and by no account. */
export const REHEARSAL_CREDENTIALS = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' } as const;

/**
 * What an override file says so that the synthesized stack, unchanged, is deployed to the embedded AWS and nowhere else: what an
 * argument says here takes the place of what the stack says, and all else of the provider stays, such as its default tags.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function renderOverride({ providerAliases }: SynthesizedStack, endpoint: string, stateFile: string) {
  return {
    terraform: { backend: { local: { path: stateFile } } },
    provider: {
      aws: providerAliases.map((alias) => ({
        ...(alias === undefined ? {} : { alias }),
        access_key: REHEARSAL_CREDENTIALS.accessKeyId,
        secret_key: REHEARSAL_CREDENTIALS.secretAccessKey,
        token: '',
        profile: '',
        shared_config_files: [],
        shared_credentials_files: [],
        skip_metadata_api_check: 'true',
        skip_region_validation: true,
        s3_use_path_style: true,
        // A failed request is tried 25 times otherwise, for minutes.
        max_retries: 3,
        endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
      })),
    },
  };
}

/** Clients that reach the embedded AWS and nothing else, whatever AWS variables and profiles are set. */
export function embeddedClients(endpoint: string, region: string): AwsClients {
  return awsClients({ endpoint, region, credentials: REHEARSAL_CREDENTIALS });
}
