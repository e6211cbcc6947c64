import { problemsWith } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

// "Actual length: '66420'. Max allowed length is '65536' bytes.": https://github.com/awsdocs/amazon-ecs-developer-guide/pull/149
describe('the size of a task definition', () => {
  const sizeOf = (value: string) => {
    const environmentVariables = { MORE: 'x'.repeat(10_000), TEXT: `${value}${'x'.repeat(60_000)}` };
    const [problem = ''] = problemsWith({ services: { web: serviceDefinition({ environmentVariables }) } });
    return Number(/of (\d+) bytes/.exec(problem)?.[1]) - 60_000;
  };
  const problemsOfSize = (bytes: number, kind: 'services' | 'scheduledTasks' | 'tasks') => {
    const environmentVariables = { MORE: 'x'.repeat(10_000), TEXT: 'x'.repeat(bytes - sizeOf('')) };
    const { desiredCount: _count, port: _port, ...task } = serviceDefinition({ environmentVariables });
    const services = { web: serviceDefinition({ environmentVariables }) };
    const scheduledTasks = { web: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } };
    return problemsWith({ services: {}, [kind]: { services, scheduledTasks, tasks: { web: task } }[kind] });
  };

  test('is at most 65,536 bytes', () => {
    expect(problemsOfSize(65_536, 'services')).toEqual([]);
    expect(problemsOfSize(65_537, 'services')).toEqual([
      'services.web: makes a task definition of 65537 bytes; at most 65536 are allowed: give it fewer or shorter variables and ' +
        'arguments, or let the application read parameters at run time (runtimeParameters)',
    ]);
  });

  test.each(['scheduledTasks', 'tasks'] as const)('is that of %s, too', (kind) => {
    expect(problemsOfSize(66_000, kind)).toEqual([expect.stringMatching(`^${kind}\\.web: makes a task`)]);
  });

  test('counts bytes, and what JSON needs for a character', () => {
    expect(sizeOf('é') - sizeOf('')).toBe(2);
    expect(sizeOf('"') - sizeOf('')).toBe(2);
  });
});
