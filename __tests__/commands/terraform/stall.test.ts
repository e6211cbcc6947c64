import { watchForStall, type StallSettings } from '../../../commands/terraform/stall';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function watch(settings: StallSettings) {
  const terraform = { interrupt: jest.fn(), stop: jest.fn() };
  return { terraform, ...watchForStall(terraform, settings) };
}

const calls = ({ interrupt, stop }: ReturnType<typeof watch>['terraform']) => [
  interrupt.mock.calls.length,
  stop.mock.calls.length,
];

// As Terraform 1.11.4 and the provider 5.100.0 behaved before a server that never answers.
describe('a Terraform that falls silent', () => {
  it('is left alone as long as it may be waiting for a request that AWS throttles', () => {
    const { terraform, onLine, stop } = watch({ isApply: false });
    for (const line of ['aws_vpc.x: Refreshing state...', 'aws_subnet.x: Refreshing state...']) {
      jest.advanceTimersByTime(10 * MINUTE - 1);
      onLine(line);
    }
    expect(calls(terraform)).toEqual([0, 0]);
    expect(stop()).toBeUndefined();
  });

  it('is asked to end after ten minutes, and says why', () => {
    const { terraform, stop } = watch({ isApply: false });
    jest.advanceTimersByTime(10 * MINUTE);
    expect(calls(terraform)).toEqual([1, 0]);
    expect(stop()).toEqual({ why: 'Terraform said nothing for 10 minutes', wasKilled: false });
  });

  it.each([
    ['changes nothing, is killed a minute later', false, 1],
    ['applies, is killed only after the same time again', true, 10],
  ])('and %s', (_, isApply, minutes) => {
    const { terraform, stop } = watch({ isApply });
    jest.advanceTimersByTime((10 + minutes) * MINUTE - 1);
    expect(calls(terraform)).toEqual([1, 0]);
    jest.advanceTimersByTime(1);
    expect(calls(terraform)).toEqual([1, 1]);
    expect(stop()).toMatchObject({ wasKilled: true });
  });

  it('is left alone once it has ended', () => {
    const { terraform, stop } = watch({ isApply: true });
    expect(stop()).toBeUndefined();
    jest.advanceTimersByTime(60 * MINUTE);
    expect(calls(terraform)).toEqual([0, 0]);
  });
});

// The longest that the provider waits for what the stacks create is 75 minutes.
// https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/acm_certificate_validation#timeouts
describe('a Terraform that says that it is still waiting', () => {
  it.each([
    ['aws_acm_certificate_validation.x: Still creating... [1h19m50s elapsed]', 0],
    ['aws_acm_certificate_validation.x: Still creating... [1h20m0s elapsed]', 1],
    ['aws_ecs_service.web: Still modifying... [id=arn:aws:ecs:x, 80m10s elapsed]', 1],
    ['aws_ecs_service.web: Creation complete after 1h30m0s [id=x]', 0],
  ])('is asked to end when nothing takes so long: %s', (line, asked) => {
    const { terraform, onLine } = watch({ isApply: true });
    onLine(line);
    onLine(line);
    expect(calls(terraform)).toEqual([asked, 0]);
  });

  it('tells for what', () => {
    const { onLine, stop } = watch({ isApply: true });
    onLine('aws_iam_role.x: Still creating... [1h20m0s elapsed]');
    onLine('aws_iam_role.x: Still creating... [1h20m10s elapsed]');
    expect(stop()?.why).toBe('Terraform waited for 80 minutes (aws_iam_role.x: Still creating... [1h20m0s elapsed])');
  });
});

describe('a Terraform that is interrupted', () => {
  it('is asked once, because it would exit without its state when asked twice', () => {
    const controller = new AbortController();
    const { terraform, stop } = watch({ isApply: true, signal: controller.signal });
    controller.abort();
    jest.advanceTimersByTime(9 * MINUTE);
    expect(calls(terraform)).toEqual([1, 0]);
    expect(stop()).toBeUndefined();
  });

  it('ends also if it does not obey, as it does while it connects to AWS', () => {
    const controller = new AbortController();
    const { terraform, stop } = watch({ isApply: false, signal: controller.signal });
    controller.abort();
    jest.advanceTimersByTime(MINUTE);
    expect(calls(terraform)).toEqual([1, 1]);
    expect(stop()).toMatchObject({ wasKilled: true });
  });
});
