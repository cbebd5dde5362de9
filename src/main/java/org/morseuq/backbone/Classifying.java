package org.morseuq.backbone;

import ai.djl.nn.Block;

/** A network whose logits are made of its embedding by one last layer. */
interface Classifying extends Block {

    /** That layer. */
    Block classifier();
}
