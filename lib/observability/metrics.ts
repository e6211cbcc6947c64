/** A metric of CloudWatch, and how its values of a period become one. */
export interface Metric {
  /** What of AWS it is about. */
  readonly namespace: string;

  /** Its name there. */
  readonly name: string;

  /** Of which resource it is, in the order in which a dashboard names them. */
  readonly dimensions: Readonly<Record<string, string>>;

  /** A statistic or a percentile: `Sum`, `p95`. */
  readonly statistic: string;
}

/** What the metrics of a service are known by. */
export interface ObservedService {
  /** Its name in the environment. */
  readonly id: string;

  /** Name of its cluster. */
  readonly clusterName: string;

  /** Name of the service in ECS. */
  readonly serviceName: string;

  /**
   * What the load balancer has for it.
   *
   * @default - it is not behind a load balancer
   */
  readonly target?: ObservedTarget;
}

/** How the metrics of a load balancer know it and a service behind it: by the ends of their ARNs. */
export interface ObservedTarget {
  /** Of the load balancer. */
  readonly loadBalancerArnSuffix: string;

  /** Of its target group for the service. */
  readonly targetGroupArnSuffix: string;
}

/**
 * Of ECS itself, and of Container Insights, which counts tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export function serviceMetrics({ clusterName, serviceName }: ObservedService) {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  const ofEcs = (name: string): Metric => ({ namespace: 'AWS/ECS', name, dimensions, statistic: 'Average' });
  const ofInsights = (name: string): Metric => ({
    namespace: 'ECS/ContainerInsights',
    name,
    dimensions,
    statistic: 'Average',
  });
  return {
    cpu: ofEcs('CPUUtilization'),
    memory: ofEcs('MemoryUtilization'),
    desiredTasks: ofInsights('DesiredTaskCount'),
    runningTasks: ofInsights('RunningTaskCount'),
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export function targetMetrics({ loadBalancerArnSuffix, targetGroupArnSuffix }: ObservedTarget) {
  const dimensions = { LoadBalancer: loadBalancerArnSuffix, TargetGroup: targetGroupArnSuffix };
  const ofTarget = (name: string, statistic: string): Metric => ({
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions,
    statistic,
  });
  return {
    requests: ofTarget('RequestCount', 'Sum'),
    errors: ofTarget('HTTPCode_Target_5XX_Count', 'Sum'),
    responseTime: ofTarget('TargetResponseTime', 'p95'),
    healthyTargets: ofTarget('HealthyHostCount', 'Minimum'),
    unhealthyTargets: ofTarget('UnHealthyHostCount', 'Maximum'),
  };
}

/** What the load balancer answers itself: no task was there, or the one that was did not. */
export function loadBalancerErrors(loadBalancerArnSuffix: string): Metric {
  return {
    namespace: 'AWS/ApplicationELB',
    name: 'HTTPCode_ELB_5XX_Count',
    dimensions: { LoadBalancer: loadBalancerArnSuffix },
    statistic: 'Sum',
  };
}
