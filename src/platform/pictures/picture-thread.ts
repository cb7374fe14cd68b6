// The program of the thread that Pictures starts: draws what it is sent, one picture at a time, and answers null for what is none.
import { parentPort } from 'node:worker_threads';
import { drawThumbnail, restrictDrawing } from './draw-thumbnail.js';

/** What the thread is asked for. */
export interface PictureJob {
  source: string | Uint8Array;
  edge: number;
  square: boolean;
}

restrictDrawing();
parentPort?.on('message', ({ source, edge, square }: PictureJob) => {
  void drawThumbnail(source, edge, square).then(
    (picture) => parentPort?.postMessage(picture),
    () => parentPort?.postMessage(null),
  );
});
