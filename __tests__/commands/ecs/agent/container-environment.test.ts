import { containerVariables } from '../../../../commands/ecs/agent/container-environment';

const container = { environment: [{ name: 'SECRET_FILES_OWNER', value: '1000:1000' }] };

afterEach(() => jest.restoreAllMocks());

test('root gives files to the user of the task definition', () => {
  jest.spyOn(process, 'getuid').mockReturnValue(0);
  expect(containerVariables(container, [])).toEqual({ SECRET_FILES_OWNER: '1000:1000' });
});

test('anybody else keeps them', () => {
  jest.spyOn(process, 'getuid').mockReturnValue(501);
  jest.spyOn(process, 'getgid').mockReturnValue(20);
  expect(containerVariables(container, [])).toEqual({ SECRET_FILES_OWNER: '501:20' });
  expect(containerVariables({}, [])).toEqual({});
});

test('paths at and below a volume lead to the directory that stands for it, and no others', () => {
  const mounts = [{ containerPath: '/run/files', path: '/tmp/volume' }];
  const paths = ['/run/files', '/run/files/key', '/run/files2', 'x=/run/files/key'];
  const environment = paths.map((value, index) => ({ name: `V${index}`, value }));
  expect(Object.values(containerVariables({ environment }, mounts))).toEqual([
    '/tmp/volume',
    '/tmp/volume/key',
    '/run/files2',
    'x=/run/files/key',
  ]);
});
