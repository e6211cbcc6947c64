import { randomUUID } from 'node:crypto';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { clientConfiguration } from '../aws/aws-clients';
import type { EmbeddedAwsAccess } from '../embedded-aws/embedded-aws';

/** Creates the hosted zone in which a stack expects to find its domain, as its owner would have done. */
export async function createHostedZone(
  { region, loadBalancer }: Pick<EnvironmentConfig, 'region' | 'loadBalancer'>,
  { endpoint, credentials }: EmbeddedAwsAccess,
): Promise<void> {
  if (loadBalancer?.domain !== undefined) {
    const client = new Route53Client(clientConfiguration({ endpoint, region, credentials }));
    const { hostedZone } = loadBalancer.domain;
    await client.send(new CreateHostedZoneCommand({ Name: hostedZone, CallerReference: randomUUID() }));
  }
}
