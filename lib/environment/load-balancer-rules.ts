import { namedAccount } from '../account/declared-account';
import { parseArn } from '../aws/arns';
import { partitionOf } from '../aws/regions';
import type { LoadBalancerConfig } from '../load-balancing/load-balancer-config';
import type { NetworkConfig } from '../network/network-config';
import { MAXIMUM_RULES } from '../network/security-group-rule-schema';
import { shown } from '../validation/messages';
import type { Rule } from '../validation/object-schema';
import type { Environment } from './environment';
import { declaredRoutes } from './route-rules';

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const LONGEST_PREFIX = 27;

/** What is named by ARN is in the Region of the load balancer. */
const placeRule: Rule<Environment> = {
  needs: ['region', 'accountId'],
  check: (environment, report, hasValidType) => {
    const { region, loadBalancer } = environment;
    const accountId = namedAccount(environment);
    for (const field of ['certificateArn', 'webAclArn'] as const) {
      const given = hasValidType('loadBalancer', field) ? loadBalancer?.[field] : undefined;
      const arn = given === undefined ? undefined : parseArn(given);
      const partition = partitionOf(region);
      if (arn === undefined || partition === undefined) {
        continue;
      }
      if (arn.region !== region || arn.partition !== partition) {
        report(`${shown(given)} is not in the Region of the environment, ${region}`, ['loadBalancer', field]);
      } else if (accountId !== undefined && arn.accountId !== accountId) {
        report(`${shown(given)} is not in the account of the environment, ${accountId}`, ['loadBalancer', field]);
      }
    }
  },
};

/** A load balancer needs room for the addresses that it adds when it grows. */
const subnetsRule: Rule<Environment> = {
  needs: ['loadBalancer', 'network'],
  check: ({ loadBalancer, network }, report) => {
    const field = isInPrivateSubnets(loadBalancer, network) ? 'privateSubnets' : 'publicSubnets';
    for (const [index, { cidrBlock }] of (loadBalancer?.scheme === undefined ? [] : (network[field] ?? [])).entries()) {
      if (Number(cidrBlock.split('/')[1]) > LONGEST_PREFIX) {
        report(`${shown(cidrBlock)} is too small for the load balancer, which needs a /${LONGEST_PREFIX} or larger`, [
          ...['network', field, index, 'cidrBlock'],
        ]);
      }
    }
  },
};

/** Of a VPC that exists, only what the environment says is known. */
const existingVpcRule: Rule<Environment> = {
  needs: ['loadBalancer', 'network'],
  check: ({ loadBalancer, network }, report) => {
    if (loadBalancer?.scheme === undefined || network.existingVpc === undefined) {
      return;
    }
    const field = isInPrivateSubnets(loadBalancer, network) ? 'privateSubnetIds' : 'publicSubnetIds';
    const { length } = network.existingVpc[field] ?? [];
    if (length < 2) {
      report(`needs at least 2 subnets for the load balancer, which is ${loadBalancer.scheme}, got ${length}`, [
        ...['network', 'existingVpc', field],
      ]);
    }
    if (loadBalancer.scheme === 'internal' && loadBalancer.ingressCidrBlocks === undefined) {
      report('is missing: the range of a VPC that exists is not known here, so name the ranges that may reach it', [
        ...['loadBalancer', 'ingressCidrBlocks'],
      ]);
    }
  },
};

/** An internal load balancer is where the tasks are. */
function isInPrivateSubnets(loadBalancer: LoadBalancerConfig | undefined, { placement }: NetworkConfig): boolean {
  return loadBalancer?.scheme === 'internal' && placement === 'private';
}

/** What leads from the load balancer to the tasks takes rules of the security groups of both. */
const roomRule: Rule<Environment> = {
  needs: ['loadBalancer'],
  check: ({ loadBalancer, network, ...environment }, report, hasValidType) => {
    const areKnown = hasValidType('network', 'ingress') && hasValidType('network', 'securityGroups');
    if (loadBalancer === undefined || !areKnown) {
      return;
    }
    const routes = declaredRoutes(environment, hasValidType);
    if (network.securityGroups === 'perService') {
      if (routes.length > MAXIMUM_RULES) {
        report(
          `has ${routes.length} services with a route and a security group of its own; that of the load balancer takes ` +
            `${MAXIMUM_RULES} rules, one to each`,
          ['services'],
        );
      }
      return;
    }
    const ports = new Set(routes.flatMap(({ service: { port } }) => port ?? []));
    const own = network.ingress.length + 1;
    if (own <= MAXIMUM_RULES && own + ports.size > MAXIMUM_RULES) {
      report(
        `leaves no room for the load balancer: a security group takes ${MAXIMUM_RULES} rules, and ${ports.size} let in the load balancer ` +
          'on the ports of the services with a route, and one the tasks themselves',
        ['network', 'ingress'],
      );
    }
  },
};

/** What the load balancer itself must be in its environment. */
export const loadBalancerRules: readonly Rule<Environment>[] = [placeRule, subnetsRule, existingVpcRule, roomRule];
