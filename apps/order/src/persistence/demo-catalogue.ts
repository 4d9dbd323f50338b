import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaClient } from './generated/client.js';

const CURRENCY = 'GBP';

/** A gift shop's products: id, description, price, units. The ids are words, so they differ from all imported stock codes. */
const PRODUCTS: readonly (readonly [string, string, string, number])[] = [
  ['mug-enamel-blue', 'Blue enamel mug', '6.95', 800],
  ['mug-enamel-cream', 'Cream enamel mug', '6.95', 800],
  ['mug-stoneware-speckled', 'Speckled stoneware mug', '9.5', 400],
  ['mug-travel-bamboo', 'Bamboo travel mug', '12.75', 350],
  ['teapot-cast-iron', 'Cast iron teapot with strainer', '34.5', 120],
  ['teapot-cosy-knitted', 'Knitted teapot cosy', '11.25', 200],
  ['teaspoons-brass-set', 'Brass teaspoons, set of four', '14', 240],
  ['tea-towel-botanical', 'Botanical tea towel', '7.5', 900],
  ['tea-towel-lighthouse', 'Lighthouse tea towel', '7.5', 900],
  ['apron-striped-linen', 'Striped linen apron', '22', 260],
  ['oven-glove-quilted', 'Quilted oven glove', '9.25', 420],
  ['cake-tin-retro-set', 'Retro cake tins, set of three', '19.95', 180],
  ['cake-stand-glass', 'Glass cake stand with dome', '29.95', 90],
  ['jam-jar-tumbler', 'Jam jar tumbler', '2.55', 2000],
  ['jar-storage-cork', 'Storage jar with cork lid', '5.85', 1100],
  ['bread-bin-enamel', 'Enamel bread bin', '32', 75],
  ['butter-dish-ceramic', 'Ceramic butter dish', '13.5', 220],
  ['egg-cups-hen-set', 'Hen egg cups, set of two', '8.45', 500],
  ['bowl-olive-wood', 'Olive wood bowl', '24', 110],
  ['board-olive-wood', 'Olive wood serving board', '27.5', 130],
  ['candle-beeswax-pillar', 'Beeswax pillar candle', '10.95', 650],
  ['candle-fig-soy', 'Fig soy candle in glass', '16.5', 480],
  ['candle-holder-star', 'Star candle holder', '4.25', 1400],
  ['tealights-scented-24', 'Scented tealights, pack of 24', '6.375', 1000],
  ['lantern-copper', 'Copper lantern', '26.5', 140],
  ['fairy-lights-berry', 'Berry fairy lights, 3 m', '12.95', 600],
  ['doormat-fox', 'Fox doormat', '18.75', 160],
  ['door-stop-hedgehog', 'Hedgehog door stop', '14.95', 230],
  ['hook-rail-driftwood', 'Driftwood hook rail', '21', 150],
  ['clock-station', 'Station wall clock', '38', 60],
  ['frame-oak-a5', 'Oak picture frame, A5', '11.5', 520],
  ['frame-gilt-mini', 'Miniature gilt frame', '5.95', 700],
  ['mirror-sunburst', 'Sunburst mirror', '45', 40],
  ['cushion-velvet-teal', 'Teal velvet cushion', '23.5', 190],
  ['cushion-wool-heather', 'Heather wool cushion', '25', 170],
  ['throw-herringbone', 'Herringbone wool throw', '49.95', 85],
  ['blanket-picnic-tartan', 'Tartan picnic blanket', '36.75', 95],
  ['hot-water-bottle-knitted', 'Knitted hot water bottle', '17.25', 280],
  ['soap-lavender-bar', 'Lavender soap bar', '3.95', 1800],
  ['soap-dish-slate', 'Slate soap dish', '8', 430],
  ['bath-salts-rose', 'Rose bath salts', '9.75', 560],
  ['hand-cream-honey', 'Honey hand cream', '7.25', 750],
  ['lip-balm-mint', 'Mint lip balm', '2.125', 2500],
  ['notebook-marbled', 'Marbled notebook', '6.5', 1200],
  ['pen-brass', 'Brass ballpoint pen', '15.95', 310],
  ['cards-woodland-12', 'Woodland cards, pack of 12', '8.95', 820],
  ['gift-wrap-botanical', 'Botanical gift wrap, sheet', '1.25', 5000],
  ['gift-bag-kraft', 'Kraft gift bag', '0.85', 6000],
  ['ribbon-velvet-green', 'Green velvet ribbon, 5 m', '3.45', 1600],
  ['gift-tags-vintage-20', 'Vintage gift tags, pack of 20', '2.95', 2200],
  ['puzzle-harbour-500', 'Harbour jigsaw, 500 pieces', '14.5', 260],
  ['blocks-alphabet', 'Alphabet building blocks', '19.5', 210],
  ['kite-rainbow', 'Rainbow kite', '13.25', 240],
  ['spinning-top-tin', 'Tin spinning top', '7.95', 540],
  ['music-box-carousel', 'Carousel music box', '22.95', 125],
  ['bunting-cotton-spotty', 'Spotty cotton bunting', '9.95', 620],
  ['bird-feeder-copper', 'Copper bird feeder', '20.5', 155],
  ['plant-pot-terracotta-s', 'Small terracotta plant pot', '3.25', 1700],
  ['watering-can-mini', 'Miniature watering can', '11.95', 330],
  ['seeds-wildflower', 'Wildflower seeds', '2.25', 3000],
  ['trug-garden-willow', 'Willow garden trug', '28.5', 100],
  ['wreath-eucalyptus', 'Eucalyptus wreath', '31.5', 70],
  ['bauble-glass-robin', 'Glass robin bauble', '5.5', 1300],
  ['stocking-fair-isle', 'Fair Isle stocking', '13.95', 380],
  ['nutcracker-limited', 'Hand-carved nutcracker, limited edition', '64', 12],
];

/** Adds the missing demo products when the service starts. Existing ones stay as they are. */
@Injectable()
export class DemoCatalogue implements OnModuleInit {
  constructor(private readonly prisma: PrismaClient) {}

  async onModuleInit(): Promise<void> {
    const data = PRODUCTS.map(([id, description, unitPrice, stock]) => ({
      id,
      description,
      unitPrice,
      currency: CURRENCY,
      stock,
    }));
    await this.prisma.product.createMany({ data, skipDuplicates: true });
  }
}
