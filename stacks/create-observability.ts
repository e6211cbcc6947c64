import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { Construct } from 'constructs';
import type { ArnLocation } from '../lib/aws/arns';
import type { Environment } from '../lib/environment/environment';
import { serviceWorkloads, workloads } from '../lib/environment/workloads';
import type { RoutingLoadBalancer } from '../lib/load-balancing/shared-load-balancer';
import { failedTasksRule, namePrefix, workloadNames } from '../lib/naming/names';
import { loadBalancerAlarms, serviceAlarms } from '../lib/observability/alarm-definition';
import { AlarmTopic } from '../lib/observability/alarm-topic';
import { Alarms } from '../lib/observability/alarms';
import { dashboardBody } from '../lib/observability/dashboard-body';
import type { ObservedService } from '../lib/observability/metrics';
import type { CreatedRoute } from './create-load-balancer';
import type { Escaped } from './escape-terraform-templates';

export interface ObservabilityProps {
  /** The environment that may have alarms and a dashboard. */
  readonly environment: Escaped<Environment>;

  /** Its account and Region. */
  readonly location: ArnLocation;

  /**
   * Its load balancer.
   *
   * @default - it has none
   */
  readonly loadBalancer?: RoutingLoadBalancer;

  /** The routes of its services, by their names. */
  readonly routes: ReadonlyMap<string, CreatedRoute>;
}

/** What was created. */
export interface CreatedObservability {
  /**
   * The topic to which everything is reported.
   *
   * @default - the environment has no alarms
   */
  readonly topic?: AlarmTopic;

  /** The names of the alarms that roll a deployment of a service back, by its name. */
  readonly deploymentAlarms: ReadonlyMap<string, readonly string[]>;

  /**
   * Name of the dashboard.
   *
   * @default - the environment has none
   */
  readonly dashboardName?: string;
}

/** Creates the alarms and the dashboard of an environment that has them: before its services, which name their alarms. */
export function createObservability(scope: Construct, props: ObservabilityProps): CreatedObservability {
  const { environment, loadBalancer } = props;
  const loadBalancerArnSuffix = loadBalancer?.arnSuffix;
  const services = serviceWorkloads(environment).map((workload) => ({
    workload,
    observed: observed(props, workload.name),
  }));
  const definitions = services.map(({ workload, observed: service }) => ({
    service: workload.name,
    alarms: serviceAlarms(service, workload.config.alarms),
  }));
  const topic = environment.alarms && createTopic(scope, props, environment.alarms);
  const alarms =
    topic &&
    new Alarms(scope, 'service-alarms', {
      namePrefix: namePrefix(environment),
      topic,
      definitions: [
        ...definitions.flatMap(({ alarms: ofService }) => ofService),
        // That of another environment is watched there.
        ...(loadBalancerArnSuffix === undefined || environment.loadBalancer?.of !== undefined
          ? []
          : loadBalancerAlarms(loadBalancerArnSuffix, environment.alarms.loadBalancerErrors)),
      ],
    });
  const dashboard =
    environment.dashboard === true
      ? new CloudwatchDashboard(scope, 'dashboard', {
          dashboardName: namePrefix(environment),
          dashboardBody: JSON.stringify(
            dashboardBody({
              region: environment.region,
              services: services.map(({ observed: service }) => service),
              logGroupNames: workloads(environment).map(({ name }) => workloadNames(environment, name).logGroup),
              alarmArns: alarms?.arns ?? [],
              loadBalancerArnSuffix,
            }),
          ),
        })
      : undefined;
  return {
    topic,
    dashboardName: dashboard?.dashboardName,
    deploymentAlarms: new Map(
      definitions.map(({ service, alarms: ofService }) => [
        service,
        alarms?.namesOf(ofService.filter(({ rollsBack }) => rollsBack)) ?? [],
      ]),
    ),
  };
}

function createTopic(
  scope: Construct,
  { environment, location }: ObservabilityProps,
  { subscriptions }: NonNullable<Environment['alarms']>,
): AlarmTopic {
  const prefix = namePrefix(environment);
  return new AlarmTopic(scope, 'alarms', {
    namePrefix: prefix,
    location,
    subscriptions,
    failedTasksRule: failedTasksRule(prefix),
  });
}

function observed({ environment, routes }: ObservabilityProps, service: string): ObservedService {
  return {
    id: service,
    clusterName: namePrefix(environment),
    serviceName: workloadNames(environment, service).name,
    target: routes.get(service),
  };
}
