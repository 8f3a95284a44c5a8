// DMA memory as rows: pools, coherent buffers, streaming mappings.

import { hexText, marked, number, type Parts, type PartView, takenAt, text } from "./parts.js";
import { bytesText, countText, numberText } from "./words.js";

export function poolView({ dmaPools }: Parts, base: Parts | undefined): PartView {
  const all = marked(dmaPools, base?.dmaPools, base !== undefined);
  return {
    id: "dma-pools",
    title: "DMA pools",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: row.name,
        name: row.name,
        total: row.pages * row.blocksPerPage,
        segments: [
          { kind: "mine", amount: row.inUse },
          { kind: "free", amount: row.pages * row.blocksPerPage - row.inUse },
        ],
        text: `${row.inUse}/${row.pages * row.blocksPerPage}, ${countText(row.pages, "page")}`,
        isChanged,
      })),
    },
    table: {
      caption: "DMA pools",
      columns: [text("Pool"), ...["Block", "Blocks a page", "Pages", "Blocks", "In use"].map(number)],
      rows: all.map(({ row, isChanged }) => ({
        cells: [
          row.name,
          bytesText(row.blockBytes),
          numberText(row.blocksPerPage),
          numberText(row.pages),
          numberText(row.pages * row.blocksPerPage),
          numberText(row.inUse),
        ],
        isChanged,
      })),
      empty: "No DMA pool at this point.",
    },
  };
}

export function coherentView({ dma }: Parts, base: Parts | undefined, pageBytes: number): PartView {
  const all = marked(dma?.coherent, base?.dma?.coherent, base !== undefined);
  const gotOf = (order: number): number => pageBytes * 2 ** order;
  const most = Math.max(1, ...all.map(({ row }) => gotOf(row.order)));
  return {
    id: "coherent",
    title: "Coherent DMA buffers",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: row.address,
        name: `bus ${hexText(row.busAddress)}`,
        total: most,
        segments: [
          { kind: "mine", amount: row.bytes },
          { kind: "waste", amount: gotOf(row.order) - row.bytes },
        ],
        text: `${bytesText(row.bytes)} of ${bytesText(gotOf(row.order))}`,
        isChanged,
      })),
    },
    table: {
      caption: "Coherent DMA buffers",
      columns: [
        text("Address"),
        text("Bus address"),
        text("Device"),
        ...["Asked", "Got", "Order"].map(number),
        text("Taken at"),
      ],
      rows: all.map(({ row, isChanged }) => {
        const { cell, link } = takenAt(row.line);
        const sizes = [bytesText(row.bytes), bytesText(gotOf(row.order)), String(row.order)];
        return {
          cells: [row.address, hexText(row.busAddress), row.device, ...sizes, cell],
          isChanged,
          ...link,
        };
      }),
      empty: "No coherent buffer at this point.",
    },
  };
}

export function streamingView({ dma }: Parts, base: Parts | undefined): PartView {
  const all = marked(dma?.mappings, base?.dma?.mappings, base !== undefined);
  const most = Math.max(1, ...all.map(({ row }) => row.bytes));
  return {
    id: "streaming",
    title: "Streaming DMA mappings",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: hexText(row.busAddress),
        name: `bus ${hexText(row.busAddress)}`,
        total: most,
        segments: [{ kind: row.owner === "device" ? "dma" : "mine", amount: row.bytes }],
        text: `${bytesText(row.bytes)}, ${row.direction}, the ${row.owner}'s`,
        isChanged,
      })),
    },
    table: {
      caption: "Streaming DMA mappings",
      columns: [
        ...["Address", "Bus address", "Device"].map(text),
        number("Bytes"),
        ...["Direction", "Owner", "Bounced", "Mapped at"].map(text),
      ],
      rows: all.map(({ row, isChanged }) => {
        const { cell, link } = takenAt(row.line);
        const what = [row.direction, row.owner, row.isBounced ? "yes" : "no"];
        return {
          cells: [row.address, hexText(row.busAddress), row.device, bytesText(row.bytes), ...what, cell],
          isChanged,
          ...link,
        };
      }),
      empty: "Nothing is mapped at this point.",
    },
  };
}
