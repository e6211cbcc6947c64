import { examples } from '../../examples';
import type { ServiceDefinition } from '../../lib/services/service-definition';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const day = { schedule: 'cron(0 8 ? * MON-FRI *)', timeZone: 'Asia/Tokyo', minimum: 4, maximum: 10 };

const stackWith = (web: Partial<ServiceDefinition>) => {
  const [stack] = synthesize({ dev: environmentConfig({ services: { web: serviceDefinition(web) } }) });
  return stack;
};

const attributesOf = (web: Partial<ServiceDefinition>, type: string) =>
  stackWith(web)
    ?.resources(type)
    .map(({ attributes }) => attributes);

describe('a service', () => {
  test('runs on demand as many tasks as are desired if nothing else is said', () => {
    const { attributes } = onlyResource(stackWith({}), 'aws_ecs_service');
    expect(attributes.capacity_provider_strategy).toEqual([{ capacity_provider: 'FARGATE', base: 1, weight: 1 }]);
    expect(attributes.lifecycle).not.toHaveProperty('ignore_changes');
    expect(stackWith({})?.text).not.toMatch(/appautoscaling|scaling_bounds/);
  });

  test('is divided between capacity on demand and Spot', () => {
    const capacity = { fargate: { base: 2, weight: 1 }, fargateSpot: { weight: 3 } };
    expect(onlyResource(stackWith({ capacity }), 'aws_ecs_service').attributes.capacity_provider_strategy).toEqual([
      { capacity_provider: 'FARGATE', base: 2, weight: 1 },
      { capacity_provider: 'FARGATE_SPOT', weight: 3 },
    ]);
  });

  test('is created when its cluster has the capacity providers', () => {
    const stack = stackWith({});
    const providers = onlyResource(stack, 'aws_ecs_cluster_capacity_providers').address;
    expect(onlyResource(stack, 'aws_ecs_service').attributes.depends_on).toContain(providers);
  });
});

describe('a service that is scaled', () => {
  const scaling = { minimum: 1, maximum: 5, cpuPercent: 60, memoryPercent: 80 };

  test('keeps the number of tasks that it has, and still fails if it is rolled back', () => {
    const { lifecycle } = onlyResource(stackWith({ scaling }), 'aws_ecs_service').attributes;
    expect(lifecycle).toMatchObject({ ignore_changes: ['desired_count'], postcondition: [{}] });
  });

  test('follows its targets within its bounds', () => {
    expect(attributesOf({ scaling }, 'aws_appautoscaling_target')).toMatchObject([
      { min_capacity: 1, max_capacity: 5, scalable_dimension: 'ecs:service:DesiredCount', service_namespace: 'ecs' },
    ]);
    const tracked = (predefined_metric_type: string, target_value: number) => ({
      policy_type: 'TargetTrackingScaling',
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: { predefined_metric_type },
        target_value,
      },
    });
    expect(attributesOf({ scaling }, 'aws_appautoscaling_policy')).toMatchObject([
      tracked('ECSServiceAverageCPUUtilization', 60),
      tracked('ECSServiceAverageMemoryUtilization', 80),
    ]);
  });

  // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
  test('follows the requests of its target group, once the load balancer sends it some', () => {
    const [stack] = synthesize({ dev: examples.production });
    const requests = stack
      ?.resources('aws_appautoscaling_policy')
      .find(({ attributes }) => attributes.name === 'requests');
    expect(requests?.attributes.target_tracking_scaling_policy_configuration).toMatchObject({
      predefined_metric_specification: {
        predefined_metric_type: 'ALBRequestCountPerTarget',
        resource_label: expect.stringMatching(
          /^\$\{aws_lb\.[^}]+\.arn_suffix\}\/\$\{aws_lb_target_group\.web-route_[^}]+\.arn_suffix\}$/,
        ) as string,
      },
    });
    const service = stack?.resources('aws_ecs_service').find(({ address }) => address.includes('.web-service'));
    expect(service?.attributes.depends_on).toContainEqual(expect.stringMatching(/^aws_lb_listener_rule\.web-route/));
  });

  test('is shown as changed where somebody has suspended it', () => {
    expect(attributesOf({ scaling }, 'aws_appautoscaling_target')).toMatchObject([
      {
        suspended_state: {
          dynamic_scaling_in_suspended: false,
          dynamic_scaling_out_suspended: false,
          scheduled_scaling_suspended: false,
        },
      },
    ]);
  });

  test('has bounds that a deployment changes in place where nothing else does', () => {
    expect(attributesOf({ scaling }, 'aws_appautoscaling_target')).toEqual([
      expect.not.objectContaining({ lifecycle: expect.anything() as unknown }),
    ]);
  });

  // https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/422: the next deployment would undo a scheduled change.
  test('keeps the bounds that its schedule has set until the configuration has others, which replace all that has to do with it', () => {
    const stack = stackWith({ scaling: { ...scaling, scheduled: { day } } });
    const bounds = stack?.resources('terraform_data').find(({ address }) => address.includes('bounds'));
    const replace_triggered_by = [bounds?.address];
    expect(bounds?.attributes.input).toEqual({ minimum: 1, maximum: 5 });
    expect(onlyResource(stack, 'aws_appautoscaling_target').attributes.lifecycle).toEqual({
      ignore_changes: ['min_capacity', 'max_capacity'],
      replace_triggered_by,
    });
    for (const type of ['aws_appautoscaling_policy', 'aws_appautoscaling_scheduled_action']) {
      expect(stack?.resources(type)).not.toHaveLength(0);
      for (const { attributes } of stack?.resources(type) ?? []) {
        expect(attributes.lifecycle).toEqual({ replace_triggered_by });
      }
    }
    expect(onlyResource(stack, 'aws_appautoscaling_scheduled_action').attributes).toMatchObject({
      name: 'day',
      schedule: 'cron(0 8 ? * MON-FRI *)',
      timezone: 'Asia/Tokyo',
      scalable_target_action: { min_capacity: '4', max_capacity: '10' },
    });
  });
});
