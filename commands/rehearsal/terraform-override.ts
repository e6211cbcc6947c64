import { awsClients, type AwsClients } from '../aws/aws-clients';
import { OFFERED_SERVICES, type EmbeddedAwsAccess } from '../embedded-aws/embedded-aws';
import type { SynthesizedStack } from './synthesized-stacks';

/**
 * What an override file says so that the synthesized stack, unchanged, is deployed to the embedded AWS and nowhere else: what an
 * argument says here takes the place of what the stack says, and all else of the provider stays, such as its default tags.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function renderOverride(
  { providerAliases }: SynthesizedStack,
  { endpoint, credentials }: EmbeddedAwsAccess,
  stateFile: string,
) {
  return {
    terraform: { backend: { local: { path: stateFile } } },
    provider: {
      aws: providerAliases.map((alias) => ({
        ...(alias === undefined ? {} : { alias }),
        access_key: credentials.accessKeyId,
        secret_key: credentials.secretAccessKey,
        token: '',
        profile: '',
        shared_config_files: [],
        shared_credentials_files: [],
        skip_metadata_api_check: 'true',
        skip_region_validation: true,
        s3_use_path_style: true,
        // A failed request is tried eight times otherwise, for minutes.
        max_retries: 3,
        // One that is missing is led there by the AWS_ENDPOINT_URL that Terraform is run with, and refused.
        endpoints: [Object.fromEntries(OFFERED_SERVICES.map((service) => [service, endpoint]))],
      })),
    },
  };
}

/** Clients that reach the embedded AWS and nothing else, whatever AWS variables and profiles are set. */
export function embeddedClients({ endpoint, credentials }: EmbeddedAwsAccess, region: string): AwsClients {
  return awsClients({ endpoint, region, credentials });
}
