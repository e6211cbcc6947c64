import { reachMatrix } from '../../commands/access/reach-matrix';
import { billing, shop } from '../support/shared-load-balancer';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const [owner, sharer] = synthesize({ shop, billing });
if (owner === undefined || sharer === undefined) {
  throw new Error('nothing was synthesized');
}

const only = (type: string) => onlyResource(sharer, type);
const reference = (type: string, attribute: string) => `\${${only(type).address}.${attribute}}`;

test('the load balancer of another stack is looked up by the names that this one gives it, and in which VPC it must be', () => {
  expect(sharer.resources('aws_lb')).toEqual([]);
  expect(only('data.aws_lb').text('name')).toBe(onlyResource(owner, 'aws_lb').text('name'));
  const groupNames = owner.resources('aws_security_group').map((group) => group.text('name'));
  const [name, vpcId] = [only('data.aws_security_group').text('name'), 'vpc-0123456789abcdef0'];
  expect(groupNames).toContain(name);
  expect(only('data.aws_lb_listener').attributes).toMatchObject({
    port: 443,
    load_balancer_arn: reference('data.aws_lb', 'arn'),
  });

  const isDeployed = sharer
    .resources('data.aws_security_groups')
    .find(({ attributes }) => 'lifecycle' in attributes && JSON.stringify(attributes.filter).includes(name));
  expect(isDeployed?.attributes).toMatchObject({
    filter: [
      { name: 'group-name', values: [name] },
      { name: 'vpc-id', values: [vpcId] },
    ],
    lifecycle: {
      postcondition: [
        {
          condition: '${length(self.ids) == 1}',
          error_message: expect.stringContaining(`The load balancer of shop is not in ${vpcId}.`) as string,
        },
      ],
    },
  });
});

test('routes are added to its listener, and it reaches their tasks on their ports only', () => {
  expect(only('aws_lb_listener_rule').attributes).toMatchObject({
    priority: 200,
    listener_arn: reference('data.aws_lb_listener', 'arn'),
    condition: [{ host_header: { values: ['billing.example.com'] } }],
  });
  const group = reference('data.aws_security_group', 'id');
  const [out] = sharer
    .resources('aws_vpc_security_group_egress_rule')
    .filter(({ attributes }) => attributes.security_group_id === group);
  const into = sharer
    .resources('aws_vpc_security_group_ingress_rule')
    .find(({ attributes }) => attributes.referenced_security_group_id === group);
  expect([out?.attributes.from_port, out?.attributes.to_port]).toEqual([3000, 3000]);
  expect(out?.attributes.referenced_security_group_id).toBe(into?.attributes.security_group_id);
});

// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
test('requests are counted there, and errors of the load balancer itself are reported by its owner alone', () => {
  expect(JSON.stringify(only('aws_appautoscaling_policy').attributes)).toContain(
    `${reference('data.aws_lb', 'arn_suffix')}/`,
  );
  const alarms = sharer.resources('aws_cloudwatch_metric_alarm').map((alarm) => alarm.text('alarm_name'));
  expect(alarms).toContain('growth-billing-invoices-errors');
  expect(alarms.filter((name) => name.includes('load-balancer'))).toEqual([]);
  expect(JSON.stringify(only('aws_cloudwatch_dashboard').attributes)).toContain('5xx of its own');
});

test('its owner says where it is in the words of the configuration, and what is shared changes nothing there', () => {
  expect(owner.terraform).toMatchObject({
    output: {
      existing_vpc: {
        value: {
          vpcId: `\${${onlyResource(owner, 'aws_vpc').address}.id}`,
          publicSubnetIds: owner.resources('aws_subnet').map(({ address }) => `\${${address}.id}`),
        },
      },
    },
  });
  expect(sharer.terraform).not.toHaveProperty('output.existing_vpc');
  expect(synthesize({ shop })[0]?.text).toBe(owner.text);
});

test('the table of who can reach whom names whose load balancer it is, and leaves out who reaches that', () => {
  expect(reachMatrix({ ...billing, name: 'billing' }).filter(({ why }) => why !== 'egress')).toEqual([
    { from: '*', to: '*', protocol: 'all', why: 'shared-group' },
    { from: 'load balancer of shop', to: '*', protocol: 'tcp', ports: { from: 3000, to: 3000 }, why: 'route' },
  ]);
});
