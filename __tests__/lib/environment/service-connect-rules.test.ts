import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { publishedNameProblem } from '../../../lib/tasks/service-connect-schema';
import { problemsWith, unchecked } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

const problemsOf = (
  name: string,
  service: Partial<ServiceDefinition> = {},
  serviceConnect: EnvironmentConfig['serviceConnect'] = true,
) => problemsWith({ serviceConnect, services: { [name]: serviceDefinition(service) } });

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
describe('the name by which a service is reached', () => {
  // In an environment, the name of the execution role has less room.
  test('has up to 64 characters', () => {
    expect(publishedNameProblem('a'.repeat(64))).toBeUndefined();
    expect(publishedNameProblem('a'.repeat(65))).toMatch(/^must be 1 to 64 /);
  });

  test.each(['a', 'api', 'api-2', '_internal', '9lives', 'a_b'])('may be %j', (name) => {
    expect(problemsOf(name)).toEqual([]);
  });

  test.each(['Api', '-api', 'aPI'])('may not be %j', (name) => {
    const problem =
      'must be 1 to 64 lower-case letters, digits, "-" and "_", not starting with "-", as services are reached by it with Service Connect';
    expect(problemsOf(name)).toEqual([expect.stringContaining(`: "${name}" ${problem}`)]);
  });

  test('is not that of the task itself', () => {
    expect(problemsOf('localhost')).toEqual([
      'services.localhost: "localhost" cannot be a name by which services are reached: in every task it means the task itself',
    ]);
  });

  test('is free for a service without a port, and without Service Connect', () => {
    expect(problemsOf('Worker', { port: undefined })).toEqual([]);
    expect(problemsOf('Api', {}, false)).toEqual([]);
  });
});

describe('what a service says of it', () => {
  test.each(['http', 'http2', 'grpc', 'tcp'] as const)('is that it speaks %s', (protocol) => {
    expect(problemsOf('api', { serviceConnect: { protocol } })).toEqual([]);
  });

  test('is no other protocol', () => {
    expect(problemsOf('api', { serviceConnect: unchecked({ protocol: 'https' }) })).toEqual([
      'services.api.serviceConnect.protocol: "https" must be "http", "http2", "grpc" or "tcp"; did you mean "http"?',
    ]);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
  test.each([
    [0, []],
    [300, []],
    [-1, ['services.api.serviceConnect.requestTimeoutSeconds: -1 must be a whole number, 0 to 300']],
    [301, ['services.api.serviceConnect.requestTimeoutSeconds: 301 must be a whole number, 0 to 300']],
  ])('is that a request may take %d seconds, or not', (requestTimeoutSeconds, problems) => {
    expect(problemsOf('api', { serviceConnect: { requestTimeoutSeconds } })).toEqual(problems);
  });

  test('is no time for requests where there are none', () => {
    expect(problemsOf('db', { serviceConnect: { protocol: 'tcp', requestTimeoutSeconds: 30 } })).toEqual([
      'services.db.serviceConnect.requestTimeoutSeconds: must be left out with the protocol "tcp", which has no requests',
    ]);
  });

  test('is nothing where it is not published', () => {
    expect(problemsOf('api', { serviceConnect: {} }, false)).toEqual([
      'services.api.serviceConnect: must be left out where serviceConnect of the environment is not true',
    ]);
    expect(problemsOf('api', { serviceConnect: {}, port: undefined })).toEqual([
      'services.api.serviceConnect: must be left out where the service has no port',
    ]);
  });
});
