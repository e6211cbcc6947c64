import { awsClients, type AwsClients } from '../aws/aws-clients';
import { REHEARSAL_CREDENTIALS } from './terraform-override';

/** Clients that reach the embedded AWS and nothing else, whatever AWS variables and profiles are set. */
export function embeddedClients(endpoint: string, region: string): AwsClients {
  return awsClients({ endpoint, region, credentials: REHEARSAL_CREDENTIALS });
}
