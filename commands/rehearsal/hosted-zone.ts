import { randomUUID } from 'node:crypto';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { clientConfiguration } from '../aws/aws-clients';
import { CommandFailure } from '../cli/command-failure';
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

/**
 * Checks that what an environment expects to exist can be created here: AWS chooses the ids of VPCs and the ARNs of certificates and web
 * ACLs itself.
 *
 * @throws CommandFailure if it cannot
 */
export function requireRehearsable({
  network,
  loadBalancer,
}: Pick<EnvironmentConfig, 'network' | 'loadBalancer'>): void {
  if (network.existingVpc !== undefined) {
    throw new CommandFailure('network.existingVpc names what cannot be created in the embedded AWS.', {
      remedy: 'Rehearse the environment with a network, and a load balancer, of its own.',
    });
  }
  for (const field of ['certificateArn', 'webAclArn'] as const) {
    if (loadBalancer?.[field] !== undefined) {
      throw new CommandFailure(`loadBalancer.${field} names what cannot be created in the embedded AWS.`, {
        remedy: 'Rehearse the environment with a domain, and without a web ACL.',
      });
    }
  }
}
