import { policyReport } from '../../../lib/delivery/project-policies';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { violations } from '../../../lib/policy/evaluate-policies';
import { file } from '../../../lib/secrets/secret-file';
import { secretsManager } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition, type OwnNetworkEnvironment } from '../../support/environment-config';
import { withShapeExceptions } from '../../support/policy/shape-exceptions';
import { synthesizeEnvironments } from '../../support/synthesized-stack';

const user = '1000:1000';

/** Resources and rules that nothing excuses. */
function unexcused(overrides: Partial<EnvironmentConfig>): string[] {
  const dev = withShapeExceptions(environmentConfig(overrides));
  const project = { environments: { dev }, accounts: {} };
  const [stack] = synthesizeEnvironments(project);
  return violations(policyReport(project, 'dev', stack?.terraform)).map(
    ({ rule, resource }) => `${resource.path}: ${rule.id}`,
  );
}

const { network } = environmentConfig() satisfies OwnNetworkEnvironment;
const open = { description: 'Anybody', protocol: 'tcp', cidrBlock: '0.0.0.0/0' } as const;
const web = serviceDefinition({ user });

test('the reason of a rule of the environment excuses that rule, and no other', () => {
  const ingress = [
    { ...open, ports: 80, reason: 'Made for everyone' },
    { ...open, ports: 443 },
  ];
  const services = { web: { ...web, sidecars: { tls: { image: 'public.ecr.aws/shop/tls:1', user, port: 443 } } } };
  expect(unexcused({ network: { ...network, ingress }, services })).toEqual([
    'security-group/ingress-tcp-443-0-0-0-0-0: ingress-not-from-anywhere',
  ]);
});

test('the reason of a rule of a service excuses the ports of that service only', () => {
  const perService: EnvironmentConfig['network'] = { ...network, ingress: [], securityGroups: 'perService' };
  const ingress = (reason?: string) => [{ ...open, ports: 8080, ...(reason !== undefined && { reason }) }];
  const services = {
    api: { ...web, port: 8080, ingress: ingress('Made for everyone') },
    web: { ...web, port: 8080, ingress: ingress() },
  };
  expect(unexcused({ network: perService, services })).toEqual([
    'security-groups/web-tasks/ingress-tcp-8080-0-0-0-0-0: ingress-not-from-anywhere',
    'security-groups/web-tasks/ingress-tcp-8080-0-0-0-0-0: ingress-authorized-ports',
  ]);
});

test('the reason of a permission excuses its statement', () => {
  const taskPermissions = [{ actions: ['s3:*'], resources: ['*'], reason: 'It manages the buckets of its users' }];
  expect(unexcused({ services: { web: { ...web, taskPermissions } } })).toEqual([]);
});

test('the reason of a container excuses that container, and those that the project adds need none', () => {
  const services = {
    web: {
      ...web,
      secretFiles: { KEY_FILE: file('key.pem', secretsManager('key')) },
      writablePaths: ['/cache'],
      sidecars: { agent: { image: 'public.ecr.aws/shop/agent:1', user: '0:0', rootReason: 'It opens raw sockets' } },
    },
  };
  expect(unexcused({ services })).toEqual([]);
});
