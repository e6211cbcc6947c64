import { createHash } from 'node:crypto';
import { markup } from '../../../commands/review/page/markup';
import { pictureOf } from '../../../commands/review/page/picture';
import { renderHtml } from '../../../commands/review/page/render-html';
import { reviewDocument, type ReviewDocument } from '../../../commands/review/page/review-document';
import type { SecretReader } from '../../../commands/review/sections/access';
import type { Difference } from '../../../commands/review/sections/difference';
import type { ReviewedReach } from '../../../commands/review/sections/reach';
import type { Review } from '../../../commands/review/sections/review';
import { WITHOUT_CREDENTIALS } from '../../../commands/review/sections/secret-findings';

const NONE = { gained: [], lost: [], kept: [] };

function reviewOf(reach: Partial<Difference<ReviewedReach>>, secrets: Partial<Difference<SecretReader>>): Review {
  return {
    environment: 'dev',
    application: 'shop',
    region: 'ap-northeast-1',
    compared: { from: 'plan', hash: '0123456789abcdef' },
    hash: '0123456789abcdef',
    plannedChanges: [],
    outputs: [],
    changes: [
      {
        address: 'aws_ecs_service.web',
        name: 'service web',
        action: 'replace',
        attributes: [{ name: 'launch_type', before: "'EC2'", after: "'FARGATE'" }],
        replacedBy: ['launch_type'],
        mayBeReplaced: false,
      },
    ],
    restarts: [{ service: 'web', reasons: ['image'] }],
    images: [{ workload: 'web', container: 'web', before: 'web:1', after: 'web:2' }],
    access: { secrets: { ...NONE, ...secrets }, permissions: NONE, otherConditions: [] },
    reach: { ...NONE, ...reach },
    secrets: WITHOUT_CREDENTIALS,
    cost: {
      ...{ currency: 'USD', region: 'ap-northeast-1', isPriced: true, pricedRegions: ['ap-northeast-1'] },
      ...{ lines: [], monthlyBefore: 1, monthlyAfter: 2, usage: ['notifications'] },
    },
  };
}

const internet: ReviewedReach = {
  ...{ from: 'the internet', to: 'load balancer', on: 'HTTPS 443', because: 'load balancer' },
};
const route: ReviewedReach = {
  ...{ from: 'path /api/*', to: 'web', on: 'listener 443', because: 'route of the load balancer' },
};
const internal: ReviewedReach = { from: 'web', to: 'orders', on: 'tcp 8080', because: 'security group' };
const out: ReviewedReach = { from: 'web', to: '0.0.0.0/0', on: 'tcp 443', because: 'security group' };
const subnet: ReviewedReach = {
  ...{
    from: 'subnet 10.0.1.0/24',
    to: '0.0.0.0/0',
    on: 'through the internet gateway',
    because: 'route of the network',
  },
};

function reader(service: string, secret: string): SecretReader {
  const who = `${service}, execution role`;
  return { role: `shop-dev-${service}-execution`, who, store: 'parameter-store', secret: `/shop/dev/${secret}` };
}

const review = reviewOf(
  { gained: [internal], lost: [route], kept: [internet, out, subnet] },
  { gained: [reader('web', 'NEW')], lost: [reader('web', 'OLD')], kept: [reader('web', 'A'), reader('web', 'B')] },
);
const page = (of: Review, document: ReviewDocument = reviewDocument(of)) => renderHtml(document, of);

/** What a browser would show. */
function shownText(html: string): string {
  const references = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return Object.entries(references).reduce(
    (text, [reference, character]) => text.replaceAll(reference, character),
    html.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, ' '),
  );
}

describe('the page of a review', () => {
  it('says all that the review says', () => {
    const { title, summary, sections } = reviewDocument(review);
    const texts = sections.flatMap((section) => [
      ...[section.title, ...section.remarks],
      ...(section.rows.length === 0
        ? [section.none]
        : [...section.head, ...section.rows.flatMap(({ cells }) => cells)]),
    ]);
    const shown = shownText(page(review));
    expect([title, ...summary, ...texts].filter((text) => !shown.includes(text))).toEqual([]);
  });

  it('asks for nothing else, and allows nothing else', () => {
    const html = page(review);
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    // https://www.w3.org/TR/CSP3/#directive-default-src
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<script|<link|<img|\ssrc=|\shref=|\sstyle=|\son\w+=/);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(style).not.toMatch(/@import|url\(/);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='x",
    '</style></svg>',
    '&lt;b&gt;',
  ])('shows %j as text, wherever it stands', (hostile) => {
    const withText = (text: string): ReviewDocument => ({
      title: text,
      summary: [text],
      sections: [
        { title: text, head: ['', text], rows: [{ mark: '+', cells: [text] }], none: '', remarks: [text] },
        { title: text, head: [], rows: [], none: text, remarks: [] },
      ],
    });
    const elements = (html: string) => html.match(/<\/?[a-z]+/g);
    const html = page(review, withText(hostile));
    expect(elements(html)).toEqual(elements(page(review, withText('harmless'))));
    expect(shownText(html)).toContain(hostile);
    const inPicture = page(reviewOf({ gained: [{ ...internal, from: hostile, to: hostile, on: hostile }] }, {}));
    expect(shownText(inPicture)).toContain(hostile);
    expect(inPicture).not.toMatch(/<(?:script|img)|<\/style>.*<\/style>/s);
  });

  it('has a picture only if there is something to show', () => {
    expect(page(review)).toContain('role="img" aria-labelledby="picture-title picture-description"');
    expect(page(reviewOf({ kept: [subnet] }, {}))).not.toContain('<svg');
  });

  it('tells gained from lost without colour', () => {
    const html = page(review);
    expect(html).toMatch(/<g class="badge gained">.*>\+<\/text>/);
    expect(html).toMatch(/<g class="badge lost">.*>−<\/text>/);
    expect(html).toMatch(/\.line\.lost \{[^}]*stroke-dasharray/);
    expect(html).toContain('<span aria-hidden="true">−</span><span class="spoken">lost</span>');
  });
});

describe('the picture of a review', () => {
  const picture = pictureOf(review);
  const box = (title: string) => picture.boxes.filter((candidate) => candidate.title === title);

  it('leads from the internet to the secrets, with what was gained and lost', () => {
    expect(box('load balancer')).toMatchObject([
      { column: 'balancer', rows: [{ text: 'HTTPS 443', mark: ' ' }], mark: ' ' },
    ]);
    expect(box('web')).toMatchObject([
      {
        rows: [
          { text: 'path /api/*, listener 443', mark: '-' },
          { text: 'execution role', mark: ' ' },
        ],
        mark: ' ',
      },
    ]);
    expect(box('orders')).toMatchObject([{ rows: [{ text: 'tcp 8080', mark: '+' }], mark: '+' }]);
    expect(box('0.0.0.0/0 (everybody)')).toMatchObject([{ column: 'beyond', mark: ' ' }]);
  });

  it('has one box and one line for secrets that the same may read', () => {
    expect(box('Parameter Store').map(({ rows, mark }) => [rows.map(({ text }) => text), mark])).toEqual(
      expect.arrayContaining([
        [['A', 'B'], ' '],
        [['NEW'], '+'],
        [['OLD'], '-'],
      ]),
    );
    expect(picture.lines.filter(({ from }) => from.row === 'execution role')).toHaveLength(3);
  });

  it('says in words what it shows', () => {
    expect(picture.description).toBe(
      'Gained: web reaches orders (tcp 8080); web, execution role reads NEW from Parameter Store. ' +
        'Lost: load balancer reaches web (path /api/*, listener 443); web, execution role reads OLD from Parameter Store. ' +
        '4 stay as they are.',
    );
  });

  it('is the same in whatever order a plan lists things', () => {
    const backwards = <T>({ gained, lost, kept }: Difference<T>) => ({
      ...{ gained: gained.toReversed(), lost: lost.toReversed(), kept: kept.toReversed() },
    });
    const other = reviewOf(backwards(review.reach), backwards(review.access.secrets));
    expect(pictureOf(other)).toEqual(picture);
  });
});

describe('markup', () => {
  it.each([
    ['<b> & "c" \'d\'', '&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;'],
    ['&lt;', '&amp;lt;'],
    ['\u202eabc', '\\u202eabc'],
  ])('escapes %j', (given, expected) => {
    expect(markup`<i title="${given}">${[markup`${given}`]}</i>`.source).toBe(`<i title="${expected}">${expected}</i>`);
  });
});
