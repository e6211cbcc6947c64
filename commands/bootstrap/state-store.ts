import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AwsFailure, requestUnless } from '../aws/aws-failure';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { parseStoredState, type StoredState } from './stored-state';

/** The state of a stack in a bucket, as it was when it was read. */
export interface BucketState extends StoredState {
  readonly etag: string | undefined;
}

/** The bucket of an account's states. */
export class StateStore {
  constructor(
    private readonly s3: S3Client,
    readonly bucket: string,
    private readonly accountId: string,
  ) {}

  /** The keys of what is in the bucket; nothing if there is no such bucket. */
  async keys(): Promise<readonly string[] | undefined> {
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({ ...this.own, ContinuationToken: token });
      const page = await this.ask('s3:ListBucket', ['NoSuchBucket'], () => this.s3.send(command));
      if (page === undefined) {
        return undefined;
      }
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return keys;
  }

  /** @throws CommandFailure if what is there is no state */
  async read(key: string): Promise<BucketState | undefined> {
    const found = await this.get(key);
    return found && { ...parseStoredState(found.text, `s3://${this.bucket}/${key}`), etag: found.etag };
  }

  /** What an object contains. */
  async get(key: string): Promise<{ readonly text: string; readonly etag: string | undefined } | undefined> {
    const command = new GetObjectCommand({ ...this.own, Key: key });
    const object = await this.ask('s3:GetObject', ['NoSuchKey', 'NoSuchBucket'], () => this.s3.send(command));
    return object && { text: (await object.Body?.transformToString()) ?? '', etag: object.ETag };
  }

  /**
   * Writes a state where there is none.
   *
   * @throws CommandFailure if there is one meanwhile
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async create(key: string, { text }: StoredState): Promise<void> {
    const command = new PutObjectCommand({
      ...{ ...this.own, Key: key, Body: text, ContentType: 'application/json' },
      ...{ ServerSideEncryption: 'AES256', IfNoneMatch: '*' },
    });
    if ((await this.ask('s3:PutObject', ['PreconditionFailed'], () => this.s3.send(command))) === undefined) {
      throw new CommandFailure(`Somebody else has written ${key} meanwhile. It was not overwritten.`, {
        exitCode: EXIT.findings,
        remedy: 'Run the command again: it compares the two.',
      });
    }
  }

  /** Removes a state that nobody has changed since it was read. The bucket keeps it as an old version. */
  async remove(key: string, { etag }: BucketState): Promise<void> {
    const command = new DeleteObjectCommand({ ...this.own, Key: key, IfMatch: etag });
    await this.ask('s3:DeleteObject', [], () => this.s3.send(command));
  }

  /** Deletes every version of everything, for good. */
  async empty(): Promise<void> {
    for (;;) {
      const list = new ListObjectVersionsCommand(this.own);
      const page = await this.ask('s3:ListBucketVersions', ['NoSuchBucket'], () => this.s3.send(list));
      const Objects = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
        Key,
        VersionId,
      }));
      if (Objects.length === 0) {
        return;
      }
      const command = new DeleteObjectsCommand({ ...this.own, Delete: { Objects, Quiet: true } });
      const [failed] = (await this.ask('s3:DeleteObjectVersion', [], () => this.s3.send(command)))?.Errors ?? [];
      if (failed !== undefined) {
        throw new CommandFailure(`${failed.Key} could not be deleted: ${failed.Message ?? failed.Code}.`);
      }
    }
  }

  /**
   * Gives a bucket without tags those by which it is known to belong to the account's stack: an interrupted deployment may have created
   * it and no more.
   */
  async adopt(tags: Readonly<Record<string, string>>): Promise<void> {
    const get = new GetBucketTaggingCommand(this.own);
    if ((await this.ask('s3:GetBucketTagging', ['NoSuchTagSet'], () => this.s3.send(get))) === undefined) {
      const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const put = new PutBucketTaggingCommand({ ...this.own, Tagging: { TagSet } });
      await this.ask('s3:PutBucketTagging', [], () => this.s3.send(put));
    }
  }

  private get own() {
    return { Bucket: this.bucket, ExpectedBucketOwner: this.accountId };
  }

  /** S3 says the same of a bucket that is somebody else's, and of one that the credentials may not use. */
  private async ask<T>(action: string, absent: readonly string[], send: () => Promise<T>): Promise<T | undefined> {
    try {
      return await requestUnless(absent, action, send);
    } catch (error) {
      if (error instanceof AwsFailure && error.isAccessDenied) {
        throw new CommandFailure(`AWS denied ${action} on the bucket ${this.bucket}.`, {
          remedy:
            'If it belongs to somebody else, choose another stateBucket: all accounts of AWS share the names of buckets. If it belongs ' +
            `to account ${this.accountId}, use credentials that may use it.`,
        });
      }
      if (error instanceof AwsFailure && error.code === 'PermanentRedirect') {
        throw new CommandFailure(`The bucket ${this.bucket} exists in another Region.`, {
          remedy: 'Correct the region of the account, or choose another stateBucket.',
        });
      }
      throw error;
    }
  }
}
