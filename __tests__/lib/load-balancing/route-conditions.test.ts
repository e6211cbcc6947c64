import { includesRoute, routeConditions, routeUrl, takesRoute } from '../../../lib/load-balancing/route-conditions';

const domain = { name: 'app.example.com', hostedZone: 'example.com' };

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
describe('a request', () => {
  test.each([
    ['*.example.com', 'app.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', true],
    ['APP.example.com', 'app.EXAMPLE.com', true],
    ['a??.example.com', 'app.example.com', true],
    ['a??.example.com', 'ap.example.com', false],
  ])('of the host pattern %s, with the host %s: %s', (pattern, host, expected) => {
    expect(takesRoute({ hosts: [pattern] }, host, '/')).toBe(expected);
  });

  test.each([
    ['/api/*', '/api/', true],
    ['/api/*', '/api', false],
    ['/api/*', '/API/', false],
    ['/*/b/*', '/a/x/b/c', true],
    ['/*.j?g', '/a/b.jpg', true],
    ['/*.j?g', '/a/b.jg', false],
    ['/a.b', '/axb', false],
    ['*', '/anything', true],
    ['/**', '/', true],
  ])('of the path pattern %s, with the path %s: %s', (pattern, path, expected) => {
    expect(takesRoute({ paths: [pattern] }, 'app.example.com', path)).toBe(expected);
  });

  test('must match one of the hosts and one of the paths', () => {
    const route = { hosts: ['a.example.com', 'b.example.com'], paths: ['/x', '/y/*'] };
    expect(takesRoute(route, 'b.example.com', '/y/1')).toBe(true);
    expect(takesRoute(route, 'c.example.com', '/y/1')).toBe(false);
    expect(takesRoute(route, 'a.example.com', '/z')).toBe(false);
  });

  test('is judged at once, whatever a pattern is like', () => {
    const start = performance.now();
    expect(takesRoute({ paths: ['/*a*a*a*a*b'] }, 'app.example.com', `/${'a'.repeat(100_000)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('all requests of a route', () => {
  test.each([
    [{}, { hosts: ['a.b'], paths: ['/x'] }, true],
    [{ hosts: ['*.b'] }, { hosts: ['a.b', '?.b'] }, true],
    [{ hosts: ['?.b'] }, { hosts: ['*.b'] }, false],
    [{ paths: ['/*'] }, {}, false],
    [{ paths: ['*'] }, {}, true],
    [{ paths: ['/a/*', '/b/*'] }, { paths: ['/b/c*'] }, true],
    [{ paths: ['/a/*'] }, { paths: ['/a/*', '/b/*'] }, false],
  ])('are those of %j, if it is %j: %s', (outer, inner, expected) => {
    expect(includesRoute(outer, inner)).toBe(expected);
  });
});

test('a route is for the domain of the load balancer unless it names hosts, and with a certificate by ARN for every host', () => {
  expect(routeConditions({ domain }, {})).toEqual({ hosts: ['app.example.com'] });
  expect(routeConditions({ domain }, { hosts: ['www.example.com'], paths: ['/a'] })).toEqual({
    hosts: ['www.example.com'],
    paths: ['/a'],
  });
  expect(routeConditions({}, {})).toEqual({});
});

test.each([
  [{}, 'https://lb.example.com/'],
  [{ hosts: ['*.example.com', 'app.example.com'], paths: ['/api/*'] }, 'https://app.example.com/api/'],
  [{ hosts: ['app.example.com'], paths: ['*.jpg'] }, 'https://app.example.com/'],
])('the address of %j is %s', (conditions, url) => {
  expect(routeUrl(conditions, 'lb.example.com')).toBe(url);
});
