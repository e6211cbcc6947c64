import { settingInContainers, withContainer, type RuleExample } from './rule-example';

export const containerExamples: Readonly<Record<string, RuleExample>> = {
  'container-read-only': {
    passes: [withContainer({ readonlyRootFilesystem: true })],
    fails: [
      [withContainer({}), 'can change the files of its image'],
      [withContainer({ readonlyRootFilesystem: false }), 'can change the files of its image'],
    ],
    breaking: settingInContainers({ readonlyRootFilesystem: false }),
  },
  'container-not-privileged': {
    passes: [withContainer({}), withContainer({ privileged: false })],
    fails: [[withContainer({ privileged: true }), 'is privileged']],
    breaking: settingInContainers({ privileged: true }),
  },
  'container-not-root': {
    passes: [withContainer({ user: '1000:0' }), withContainer({ user: 'rooted' }), withContainer({})],
    fails: [
      [withContainer({ user: '0' }), 'runs as "0"'],
      [withContainer({ user: '0:1000' }), 'runs as "0:1000"'],
      [withContainer({ user: 'root' }), 'runs as "root"'],
    ],
    breaking: settingInContainers({ user: '0:0' }),
  },
  'container-logging': {
    passes: [withContainer({ logConfiguration: { logDriver: 'awsfirelens' } })],
    fails: [
      [withContainer({}), 'has no log driver'],
      [withContainer({ logConfiguration: {} }), 'has no log driver'],
    ],
    breaking: settingInContainers({ logConfiguration: undefined }),
  },
};
