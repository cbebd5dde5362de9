/**
 * Morse UQ: tells the user of a pretrained classifier when not to trust it.
 *
 * <p>A frozen network, the <em>backbone</em>, turns an image into logits and features. A <em>Morse head</em> on top of
 * them is an unnormalised density \( \mu(x) = K(\varphi(h(x)), t) \in [0, 1] \), equal to 1 exactly on its modes. Heads
 * are fitted with an engine and served as plain arrays.
 *
 * <p>The house has six floors; imports run downwards only, there is no circle, and every third-party library has one
 * door:
 *
 * <pre>
 * 5  cli        one command per file                                        door of picocli
 * 4  report     evaluations, cards and galleries as self-contained pages
 *    study      the theory put to the test: toys, short trainings, what they show
 *    meter      what a detector in service does, as meters                   door of Micrometer
 * 3  monitor    drift of what a detector meets; changing it under way
 *    eval       detectors to compare with, metrics, protocols               door of Smile
 *    complexity geometric complexity, neural collapse, margins, curvature
 *    training   fitting backbones and heads: losses, loops, checkpoints     with backbone, the door of ai.djl
 *    export     fitted heads as programs of other runtimes: ONNX, TorchScript
 *    serving    verdicts inside a DJL application                           with backbone, the door of ai.djl
 * 2  head       kernels, feature maps, networks, detector, threshold
 *    backbone   frozen and trainable networks behind a small face           door of ai.djl
 *    density    distributional alpha-densities on level sets
 *    chart      functions and points of the plane as pictures               door of JFreeChart
 *    optimizer  steps, flows, and what their order does to tasks
 *    augmentation  random changes of training images
 * 1  data       images and tables on disk as arrays                         door of Commons CSV and Compress
 *    function   vectors of parameters, objectives with derivatives, eigenpairs
 * 0  store      files: JSON, safetensors, digests, atomic writes            door of Jackson
 *    algebra    decompositions of small matrices, products, as arrays
 * </pre>
 *
 * <p>Three conventions hold everywhere. A <em>score</em> is higher for an input that is more out-of-distribution. Arrays
 * handed in and out of public methods are not copied unless the method says so; a fitted object copies what it keeps and
 * never changes afterwards. A file that is not what it should be raises {@link org.morseuq.store.MalformedFileException},
 * whose message is one sentence: which file, where in it, and what was expected.
 */
package org.morseuq;
