import { knownResources, parseState, withEntries } from '../../../commands/terraform/terraform-state';

const provider = 'registry.terraform.io/hashicorp/aws';

describe('a state', () => {
  test('is empty where `terraform state pull` prints nothing', () => {
    expect(parseState('', '1.11.4')).toMatchObject({
      version: 4,
      serial: 0,
      terraform_version: '1.11.4',
      resources: [],
    });
  });

  test('keeps all that it contains when entries are added, under the next serial', () => {
    const state = parseState(
      JSON.stringify({ version: 4, serial: 7, lineage: 'one', outputs: { a: 1 }, resources: [] }),
      '1.11.4',
    );
    const next = withEntries(state, [{ address: 'aws_ssm_parameter.key', attributes: { id: '/key' } }], provider);
    expect(next).toMatchObject({ serial: 8, lineage: 'one', outputs: { a: 1 } });
    expect(next.resources).toEqual([
      {
        mode: 'managed',
        type: 'aws_ssm_parameter',
        name: 'key',
        provider: `provider["${provider}"]`,
        instances: [{ schema_version: 0, attributes: { id: '/key' } }],
      },
    ]);
    expect(state.resources).toEqual([]);
  });

  test('knows managed resources, not data sources nor what has no instance', () => {
    const resource = (mode: string, name: string, instances: unknown[]) => ({ mode, type: 'aws_vpc', name, instances });
    const text = JSON.stringify({
      version: 4,
      serial: 1,
      resources: [
        resource('managed', 'one', [{ attributes: { id: 'vpc-1' } }]),
        resource('managed', 'none', []),
        resource('data', 'read', [{ attributes: { id: 'vpc-2' } }]),
      ],
    });
    expect(knownResources(parseState(text, '1.11.4'))).toEqual(new Map([['aws_vpc.one', { id: 'vpc-1' }]]));
  });
});
