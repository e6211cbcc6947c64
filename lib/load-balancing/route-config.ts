/**
 * Which requests of the load balancer a service gets, and when the load balancer takes a task of it for healthy.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export interface RouteConfig {
  /**
   * Of all routes that match a request, the one with the lowest number gets it: 1 to 50,000, unique among all routes of the load balancer. The order in
   * which services are declared means nothing. Leave gaps, because two routes cannot trade their numbers in one deployment.
   */
  readonly priority: number;

  /**
   * Host names of the requests, of which one must match: with a dot, up to 128 characters; `*` is any number of characters, `?` is
   * one. Hosts and paths together may be five, with five wildcards.
   *
   * @default - the name of the load balancer's `domain`; every host where it has a certificate by ARN. Required where another
   * environment's load balancer has a `domain`
   */
  readonly hosts?: readonly string[];

  /**
   * Paths of the requests, of which one must match: `/api/*`, up to 128 characters; `*` is any number of characters, `?` is one. The
   * query is not looked at, and upper case differs from lower case.
   *
   * @default - every path
   */
  readonly paths?: readonly string[];

  /**
   * How the load balancer finds out whether a task can be sent requests.
   *
   * @default - `/` must answer with a status from 200 to 399
   */
  readonly healthCheck?: RouteHealthCheck;

  /**
   * Seconds for which the load balancer leaves a task that is to be stopped the requests in flight: 0 or more, at least as long as the
   * longest request, and no longer than the application's `stopTimeoutSeconds`. In a deployment ECS waits for this before it sends
   * SIGTERM. But where Fargate takes the capacity away, SIGTERM comes at the same time, and who is cut off after `stopTimeoutSeconds`
   * is whoever still has a request then.
   *
   * @default - `stopTimeoutSeconds` of the application, which is 30 by default
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  readonly deregistrationDelaySeconds?: number;

  /**
   * Seconds in which a new task gets more and more requests up to its share: 0, which is at once, or 30 to 900.
   *
   * @default 0
   */
  readonly slowStartSeconds?: number;

  /**
   * Seconds after its start in which a task is not replaced though the load balancer finds it unhealthy: 0 to 2,147,483,647. It must
   * cover the start of the slowest task.
   *
   * @default 60
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
   */
  readonly healthCheckGracePeriodSeconds?: number;

  /**
   * Keeps a client with the task that it had first, by a cookie of the load balancer.
   *
   * @default - every request may go to another task
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
   */
  readonly stickiness?: StickinessConfig;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export interface RouteHealthCheck {
  /**
   * Path of the requests, which may have a query: starts with `/`, up to 1,024 characters.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The HTTP status codes of a healthy task: `200`, `200,204` or `200-299`, each from 200 to 499.
   *
   * @default '200-399'
   */
  readonly matcher?: string;

  /**
   * Seconds between two checks: 5 to 300.
   *
   * @default 10
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds after which a check counts as failed: 2 to 120, and less than the interval.
   *
   * @default 5, or the longest that a shorter interval allows
   */
  readonly timeoutSeconds?: number;

  /**
   * Successes in a row after which a task gets requests: 2 to 10.
   *
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * Failures in a row after which a task gets none, and is replaced: 2 to 10.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;
}

export interface StickinessConfig {
  /** Seconds for which the cookie is valid after each request: 1 to 604,800, which is seven days. */
  readonly durationSeconds: number;
}
