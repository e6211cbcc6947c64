import { scrubbedEnvironment } from '../../../commands/processes/scrubbed-environment';

test.each([
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ENDPOINT_URL_SSM',
  'aws_region',
  'TF_VAR_secret',
  'TF_CLI_ARGS_apply',
  'TF_LOG',
  'TF_WORKSPACE',
  'TF_DATA_DIR',
  'CDKTF_OUTDIR',
  'MOTO_ACCOUNT_ID',
])('%s does not get through', (name) => {
  expect(scrubbedEnvironment({ [name]: 'from the operator' })).not.toHaveProperty(name);
});

test.each(['PATH', 'HOME', 'HTTPS_PROXY', 'SSL_CERT_FILE', 'TF_PLUGIN_CACHE_DIR', 'AWSOME'])(
  '%s gets through',
  (name) => {
    expect(scrubbedEnvironment({ [name]: 'from the operator' })).toHaveProperty(name, 'from the operator');
  },
);

test('neither the files in the home directory nor the role of the machine are left', () => {
  expect(scrubbedEnvironment({ AWS_CONFIG_FILE: '/home/me/config' })).toEqual({
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
