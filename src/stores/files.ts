import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { GenjinError } from '../core/errors.ts';
import type { MakeId } from '../core/ids.ts';
import { STRICT } from './database.ts';

export interface StoredFile {
  _id: string;
  name: string;
  size: number;
  by: string;
  at: Date;
}

/**
 * Files people sent and files made for them, under random names outside any web root. What a file is called and
 * whom it belongs to stands in the database; a name from outside never touches the disk.
 */
export class FileStore {
  private readonly folder: string;
  private readonly makeId: MakeId;
  private readonly model: Model<StoredFile>;

  constructor(connection: Connection, folder: string, makeId: MakeId) {
    this.folder = folder;
    this.makeId = makeId;
    const schema = new Schema<StoredFile>(
      {
        _id: { type: String, required: true },
        name: { type: String, required: true },
        size: { type: Number, required: true },
        by: { type: String, required: true },
        at: { type: Date, required: true },
      },
      STRICT,
    );
    this.model = connection.model<StoredFile>('File', schema, 'files');
  }

  /** @returns the file's id: unguessable, and all that is needed to find it again */
  async put(bytes: Uint8Array, about: { name: string; by: string; at: Date }): Promise<string> {
    const _id = this.makeId('f');
    await mkdir(this.folder, { recursive: true });
    await writeFile(this.pathOf(_id), bytes);
    await this.model.create({ _id, size: bytes.byteLength, ...about });
    return _id;
  }

  async about(id: string): Promise<StoredFile | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  /** @throws GenjinError `not-found` */
  async read(id: string): Promise<Uint8Array> {
    if (!(await this.about(id)))
      throw new GenjinError('not-found', `No file ${id}`, { userText: '文件不存在' });
    return readFile(this.pathOf(id));
  }

  private pathOf(id: string): string {
    // Ids are our own; anything else must not become a path.
    if (!/^f_[A-Za-z0-9_-]{8,40}$/.test(id))
      throw new GenjinError('not-found', 'Not a file id', { userText: '文件不存在' });
    return join(this.folder, id);
  }
}
