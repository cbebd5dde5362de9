package org.morseuq.backbone;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * What the engine says about itself; asking starts it.
 *
 * @param name of the engine
 * @param version of the engine
 * @param library version of the library in between
 * @param threads that one operation may use
 * @param gpus how many the engine can use
 */
public record EngineInfo(String name, String version, String library, int threads, int gpus) {

    /** Starts the engine and asks it. */
    public static EngineInfo detect() {
        Engine engine = Engine.getEngine("PyTorch");
        return new EngineInfo(
                engine.getEngineName(),
                engine.getVersion(),
                Engine.getDjlVersion(),
                JniUtils.getNumThreads(),
                engine.getGpuCount());
    }
}
