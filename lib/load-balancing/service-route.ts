import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { RouteConditions } from './route-conditions';
import type { RouteConfig } from './route-config';
import { completeHealthCheck } from './route-schema';

export interface ServiceRouteProps {
  /** Name of the service in AWS, as the `Name` tag of the target group. */
  readonly serviceName: string;

  /** What the name of the target group begins with: up to 6 letters, digits and `-`. */
  readonly namePrefix: string;

  /** The VPC of the tasks. */
  readonly vpcId: string;

  /** ARN of the listener that routes. */
  readonly listenerArn: string;

  /** How the service takes part. */
  readonly route: RouteConfig;

  /** Which requests it gets. */
  readonly conditions: RouteConditions;

  /** Seconds that a container of the service is given to stop. */
  readonly stopTimeoutSeconds: number;
}

/** What a target group is created with, and replaced for. ECS registers each task with the port on which that listens. */
const FIXED = { port: 80, protocol: 'HTTP', targetType: 'ip' };

/** The target group of a service, and the rule of the listener that sends requests there. */
export class ServiceRoute extends Construct {
  /** ARN of the target group. */
  public readonly targetGroupArn: string;

  /** The end of the ARN, by which the metrics of CloudWatch know the target group. */
  public readonly targetGroupArnSuffix: string;

  /** The rule, without which ECS takes no task into the target group. */
  public readonly listenerRule: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ServiceRouteProps) {
    super(scope, id);
    const { serviceName, namePrefix, vpcId, listenerArn, route, stopTimeoutSeconds } = props;
    const { hosts, paths } = props.conditions;
    const { priority, deregistrationDelaySeconds = stopTimeoutSeconds, slowStartSeconds = 0, stickiness } = route;
    const healthCheck = completeHealthCheck(route.healthCheck);

    const targetGroup = new LbTargetGroup(this, 'target-group', {
      ...FIXED,
      // With a name of its own, a replacement could not be created before the old one is deleted, and that not while it is used.
      namePrefix,
      vpcId,
      deregistrationDelay: String(deregistrationDelaySeconds),
      slowStart: slowStartSeconds,
      healthCheck: {
        path: healthCheck.path,
        matcher: healthCheck.matcher,
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
      },
      // Left out, one that was on would stay on.
      stickiness: { type: 'lb_cookie', enabled: stickiness !== undefined, cookieDuration: stickiness?.durationSeconds },
      tags: { Name: serviceName },
      lifecycle: { createBeforeDestroy: true },
    });
    const rule = new LbListenerRule(this, 'rule', {
      listenerArn,
      priority,
      condition: [
        ...(hosts === undefined ? [] : [{ hostHeader: { values: hosts.toSorted() } }]),
        // A rule needs a condition.
        ...(paths !== undefined || hosts === undefined
          ? [{ pathPattern: { values: (paths ?? ['/*']).toSorted() } }]
          : []),
      ],
      action: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
    });

    this.targetGroupArn = targetGroup.arn;
    this.targetGroupArnSuffix = targetGroup.arnSuffix;
    this.listenerRule = rule;
  }
}
