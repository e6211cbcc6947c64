import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { ObservedTarget } from '../observability/metrics';
import type { ScalingConfig } from './scaling-config';

export interface ServiceScalingProps {
  /** Name of the cluster, as the provider knows it once the cluster exists. */
  readonly clusterName: string;

  /** Name of the service, as the provider knows it once the service exists. */
  readonly serviceName: string;

  /** Bounds, targets and schedules. */
  readonly scaling: ScalingConfig;

  /**
   * Where its requests are counted.
   *
   * @default - its requests do not matter
   */
  readonly requests?: ObservedTarget;
}

/**
 * What changes the number of tasks of a service by itself. The role with which AWS does so is the account's own
 * (`AWSServiceRoleForApplicationAutoScaling_ECSService`), which it creates with the first target.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-ecs.html
 */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, { clusterName, serviceName, scaling, requests }: ServiceScalingProps) {
    super(scope, id);
    const { minimum, maximum, cpuPercent, memoryPercent, requestsPerTarget, scheduled = {} } = scaling;
    const schedules = Object.entries(scheduled);

    // Whenever an entry of the schedule begins, AWS changes the bounds of the target. Ignoring them keeps a deployment from undoing that,
    // but a change of the configuration must have an effect: it replaces the target, with what AWS deletes together with it.
    // Not cdktf's DataResource, which runs Terraform at synth to ask for its version.
    const bounds = new TerraformResource(this, 'bounds', { terraformResourceType: 'terraform_data' });
    bounds.addOverride('input', { minimum, maximum });
    // An address, where anything else is an expression.
    const address = `${bounds.terraformResourceType}.${bounds.friendlyUniqueId}`;
    const replaceTriggeredBy = schedules.length === 0 ? undefined : [address];
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      resourceId: `service/${clusterName}/${serviceName}`,
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: minimum,
      maxCapacity: maximum,
      // Written out, because Terraform would not show that somebody has suspended it.
      suspendedState: {
        dynamicScalingInSuspended: false,
        dynamicScalingOutSuspended: false,
        scheduledScalingSuspended: false,
      },
      lifecycle: replaceTriggeredBy && { ignoreChanges: ['min_capacity', 'max_capacity'], replaceTriggeredBy },
    });
    const ofTarget = {
      serviceNamespace: target.serviceNamespace,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      lifecycle: replaceTriggeredBy && { replaceTriggeredBy },
    };

    const resourceLabel = requests && `${requests.loadBalancerArnSuffix}/${requests.targetGroupArnSuffix}`;
    for (const [name, targetValue, predefinedMetricSpecification] of [
      ['cpu', cpuPercent, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' }],
      ['memory', memoryPercent, { predefinedMetricType: 'ECSServiceAverageMemoryUtilization' }],
      ['requests', requestsPerTarget, { predefinedMetricType: 'ALBRequestCountPerTarget', resourceLabel }],
    ] as const) {
      if (targetValue !== undefined) {
        new AppautoscalingPolicy(this, name, {
          ...ofTarget,
          name,
          policyType: 'TargetTrackingScaling',
          targetTrackingScalingPolicyConfiguration: { targetValue, predefinedMetricSpecification },
        });
      }
    }
    for (const [name, { schedule, timeZone, ...capacity }] of schedules) {
      new AppautoscalingScheduledAction(this, `${name}-schedule`, {
        ...ofTarget,
        name,
        schedule,
        timezone: timeZone,
        scalableTargetAction: { minCapacity: String(capacity.minimum), maxCapacity: String(capacity.maximum) },
      });
    }
  }
}
