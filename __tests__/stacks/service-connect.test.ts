import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize, type SynthesizedStack } from '../support/synthesized-stack';

const task = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } };
const base = environmentConfig({
  application: 'shop',
  services: {
    api: serviceDefinition({ port: 3000, sidecars: { proxy: { image: 'proxy:1', port: 8443 } } }),
    cache: serviceDefinition({ port: 6379 }),
    worker: serviceDefinition({ port: undefined }),
  },
  scheduledTasks: {
    nightly: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC', sidecars: { proxy: { image: 'proxy:1', port: 80 } } },
  },
});

function stackWith(overrides: Partial<EnvironmentConfig>): SynthesizedStack {
  const [stack] = synthesize({ dev: { ...base, ...overrides } });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

function portMappings(stack: SynthesizedStack): unknown[] {
  return stack.resources('aws_ecs_task_definition').flatMap((definition) => {
    const containers = definition.json('container_definitions') as { portMappings?: unknown[] }[];
    return containers.flatMap((container) => container.portMappings ?? []);
  });
}

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html
describe('with Service Connect', () => {
  const services = {
    ...base.services,
    api: serviceDefinition({ ...base.services.api, serviceConnect: { protocol: 'grpc', requestTimeoutSeconds: 60 } }),
    cache: serviceDefinition({ port: 6379, serviceConnect: { protocol: 'tcp' } }),
    web: serviceDefinition(),
  };
  const stack = stackWith({ serviceConnect: true, services });
  const configurationOf = (name: string) =>
    stack.resources('aws_ecs_service').find((service) => service.text('name') === `shop-dev-${name}`)?.attributes
      .service_connect_configuration;

  test('there is a namespace of the environment, which is deleted after the services have left it', () => {
    const namespace = onlyResource(stack, 'aws_service_discovery_http_namespace');
    expect(namespace.attributes).toMatchObject({ name: 'shop-dev', lifecycle: { create_before_destroy: true } });
  });

  test('each service reaches the others, and is reached by its name and port if it has one', () => {
    const { address } = onlyResource(stack, 'aws_service_discovery_http_namespace');
    const client = (name: string) => ({
      enabled: true,
      namespace: `\${${address}.arn}`,
      log_configuration: {
        log_driver: 'awslogs',
        options: {
          'awslogs-group': `/ecs/shop/dev/${name}`,
          'awslogs-region': 'ap-northeast-1',
          'awslogs-stream-prefix': 'service-connect',
          'max-buffer-size': '25m',
          mode: 'non-blocking',
        },
      },
    });
    const server = (name: string, port: number, more: object = {}) => ({
      ...client(name),
      service: [{ port_name: name, discovery_name: name, client_alias: { dns_name: name, port }, ...more }],
    });
    expect(configurationOf('worker')).toEqual(client('worker'));
    expect(configurationOf('web')).toEqual(server('web', 80));
    expect(configurationOf('cache')).toEqual(server('cache', 6379));
    expect(configurationOf('api')).toEqual(
      server('api', 3000, { timeout: { per_request_timeout_seconds: 60, idle_timeout_seconds: 300 } }),
    );
  });

  test('the ports of applications have the name and protocol, and those of sidecars and tasks have none', () => {
    expect(portMappings(stack)).toEqual([
      { containerPort: 3000, name: 'api', appProtocol: 'grpc' },
      { containerPort: 8443 },
      { containerPort: 6379, name: 'cache' },
      { containerPort: 80 },
      { containerPort: 80, name: 'web', appProtocol: 'http' },
    ]);
  });
});

test.each([undefined, false])('with serviceConnect: %s there is nothing of it', (serviceConnect) => {
  const stack = stackWith({ serviceConnect });
  expect(stack.resources('aws_service_discovery_http_namespace')).toEqual([]);
  for (const { attributes } of stack.resources('aws_ecs_service')) {
    expect(attributes).not.toHaveProperty('service_connect_configuration');
  }
  expect(portMappings(stack)).toEqual([3000, 8443, 6379, 80].map((containerPort) => ({ containerPort })));
});
