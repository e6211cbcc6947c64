import type { Construct } from 'constructs';
import type { ArnLocation } from '../lib/aws/arns';
import type { Environment } from '../lib/environment/environment';
import { loadBalancerOwner, loadBalancerSources, routedServices } from '../lib/environment/routed-services';
import { AccessLogsBucket } from '../lib/load-balancing/access-logs-bucket';
import { DomainCertificate } from '../lib/load-balancing/domain-certificate';
import { DomainRecords } from '../lib/load-balancing/domain-records';
import { LoadBalancer } from '../lib/load-balancing/load-balancer';
import { ServiceRoute } from '../lib/load-balancing/service-route';
import { SharedLoadBalancer, type RoutingLoadBalancer } from '../lib/load-balancing/shared-load-balancer';
import { TargetAccess } from '../lib/load-balancing/target-access';
import {
  accessLogsBucketName,
  loadBalancerName,
  loadBalancerSecurityGroupName,
  targetGroupNamePrefix,
  workloadNames,
} from '../lib/naming/names';
import type { EnvironmentNetwork, TaskNetwork } from '../lib/network/task-network';
import type { ObservedTarget } from '../lib/observability/metrics';
import type { ServiceTarget } from '../lib/services/fargate-service';
import { DEFAULT_STOP_TIMEOUT_SECONDS } from '../lib/tasks/container-config';
import type { Workload } from '../lib/tasks/workload';
import type { Escaped } from './escape-terraform-templates';

/** In which Copilot lets a service start. */
const DEFAULT_GRACE_PERIOD_SECONDS = 60;

export interface LoadBalancerSettings {
  /** The environment that may have a load balancer. */
  readonly environment: Escaped<Environment>;

  /** Its account and Region. */
  readonly location: ArnLocation;

  /** Its network. */
  readonly network: EnvironmentNetwork;

  /** How the tasks of a service are attached to the network. */
  readonly taskNetwork: (workload: Workload) => TaskNetwork;
}

/** What the load balancer has for a service. */
export interface CreatedRoute extends ObservedTarget {
  /** Where its tasks are registered. */
  readonly target: ServiceTarget;
}

/** What was created. */
export interface CreatedLoadBalancer {
  /**
   * The load balancer, which may be another environment's.
   *
   * @default - the environment has none
   */
  readonly loadBalancer?: RoutingLoadBalancer;

  /** The routes of services, by their names. */
  readonly routes: ReadonlyMap<string, CreatedRoute>;
}

/**
 * Creates the load balancer of an environment that has one, or looks up that of another environment, and creates the routes of its
 * services.
 *
 * Not a construct: what a capability consists of are children of the stack, as all other parts are.
 */
export function createLoadBalancer(scope: Construct, settings: LoadBalancerSettings): CreatedLoadBalancer {
  const { environment, location, network } = settings;
  const { loadBalancer: config, deletionProtection } = environment;
  if (config === undefined) {
    return { routes: new Map() };
  }
  if (config.of !== undefined) {
    const owner = loadBalancerOwner(environment);
    const shared = new SharedLoadBalancer(scope, 'load-balancer', {
      name: loadBalancerName(owner),
      securityGroupName: loadBalancerSecurityGroupName(owner),
      vpcId: network.vpcId,
      owner: owner.name,
    });
    return { loadBalancer: shared, routes: createRoutes(scope, shared, settings) };
  }
  const { scheme, domain, webAclArn, accessLogs } = config;
  const certificate = domain && new DomainCertificate(scope, 'certificate', { domain });
  const place = scheme === 'internal' ? network.placement : 'public';
  const loadBalancer = new LoadBalancer(scope, 'load-balancer', {
    name: loadBalancerName(environment),
    securityGroupName: loadBalancerSecurityGroupName(environment),
    scheme,
    vpcId: network.vpcId,
    subnetIds: network.zonalSubnetIds[place],
    routes: network.routes[place],
    ingressCidrBlocks: loadBalancerSources(environment, config),
    certificateArn: certificate?.certificateArn ?? config.certificateArn ?? '',
    accessLogs:
      accessLogs &&
      new AccessLogsBucket(scope, 'access-logs', {
        bucketName: accessLogsBucketName(environment, location.accountId),
        location,
        retentionDays: accessLogs.retentionDays,
        deletionProtection,
      }),
    webAclArn,
    deletionProtection,
  });
  if (domain !== undefined && certificate !== undefined) {
    new DomainRecords(scope, 'domain-records', { domain, hostedZoneId: certificate.hostedZoneId, loadBalancer });
  }
  return { loadBalancer, routes: createRoutes(scope, loadBalancer, settings) };
}

function createRoutes(
  scope: Construct,
  { arnSuffix: loadBalancerArnSuffix, listenerArn, securityGroupId: loadBalancerGroupId }: RoutingLoadBalancer,
  { environment, network: { vpcId }, taskNetwork }: LoadBalancerSettings,
): Map<string, CreatedRoute> {
  const access = new Map<string, TargetAccess>();
  const routes = new Map<string, CreatedRoute>();
  for (const { name, workload, route, conditions, port } of routedServices(environment)) {
    const [taskGroupId = ''] = taskNetwork(workload).configuration.securityGroups;
    const isShared = environment.network.securityGroups !== 'perService';
    const accessId = `load-balancer-to-${isShared ? '' : `${name}-`}${port}`;
    // Services in one group that listen on the same port share the rules: AWS refuses a second one for the same traffic.
    const reached =
      access.get(accessId) ?? new TargetAccess(scope, accessId, { loadBalancerGroupId, taskGroupId, port });
    access.set(accessId, reached);
    const { stopTimeoutSeconds = DEFAULT_STOP_TIMEOUT_SECONDS } = workload.config;
    const { targetGroupArn, targetGroupArnSuffix, listenerRule } = new ServiceRoute(scope, `${name}-route`, {
      serviceName: workloadNames(environment, name).name,
      namePrefix: targetGroupNamePrefix(name),
      ...{ vpcId, listenerArn, route, conditions, stopTimeoutSeconds },
    });
    const { healthCheckGracePeriodSeconds = DEFAULT_GRACE_PERIOD_SECONDS } = route;
    routes.set(name, {
      loadBalancerArnSuffix,
      targetGroupArnSuffix,
      target: {
        ...{ targetGroupArn, container: name, port, healthCheckGracePeriodSeconds },
        prerequisites: [listenerRule, ...reached.rules],
      },
    });
  }
  return routes;
}
