import { settingInStatements, type Resources, type RuleExample } from './rule-example';

export const tlsExamples: Readonly<Record<string, RuleExample>> = {
  'bucket-tls-only': {
    passes: [
      bucketRefusing({}),
      bucketRefusing({ Principal: { AWS: '*' }, Action: 'S3:*', Resource: '*' }),
      bucketRefusing({ Condition: { Bool: { 'aws:SecureTransport': ['false'] } } }),
    ],
    fails: [
      { aws_s3_bucket: { logs: {} } },
      bucketRefusing({ Effect: 'Allow' }),
      bucketRefusing({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
      bucketRefusing({ Action: ['s3:GetObject'] }),
      bucketRefusing({ Resource: ['arn:aws:s3:::logs'] }),
      bucketRefusing({ Resource: ['arn:aws:s3:::logs/*'] }),
      bucketRefusing({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      bucketRefusing({ Condition: undefined }),
    ].map((resources) => [resources, 'has no policy that refuses requests without TLS'] as const),
    breaking: settingInStatements('aws_s3_bucket_policy', 'policy', { Condition: undefined }),
  },
  'topic-tls-only': {
    passes: [topicRefusing({}), topicRefusing({ Action: ['sns:*'] })],
    fails: [
      { aws_sns_topic: { notices: {} } },
      topicRefusing({ Effect: 'Allow' }),
      topicRefusing({ Action: ['sns:Subscribe'] }),
      topicRefusing({ Principal: { Service: 'events.amazonaws.com' } }),
      topicRefusing({ Condition: undefined }),
    ].map((resources) => [resources, 'has no policy that refuses what is published without TLS'] as const),
    breaking: settingInStatements('aws_sns_topic_policy', 'policy', { Effect: 'Allow' }),
  },
};

type Changes = Readonly<Record<string, unknown>>;

function bucketRefusing(changes: Changes): Resources {
  const statement = { Action: ['s3:*'], Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'], ...changes };
  return {
    aws_s3_bucket: { logs: {} },
    aws_s3_bucket_policy: { logs: { bucket: '${aws_s3_bucket.logs.bucket}', policy: refusing(statement) } },
  };
}

function topicRefusing(changes: Changes): Resources {
  const arn = '${aws_sns_topic.notices.arn}';
  return {
    aws_sns_topic: { notices: {} },
    aws_sns_topic_policy: {
      notices: { arn, policy: refusing({ Action: ['sns:Publish'], Resource: [arn], ...changes }) },
    },
  };
}

function refusing(statement: Changes): string {
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  return JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Condition, ...statement }] });
}
